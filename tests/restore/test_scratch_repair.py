"""Marks on a photo are mended inside its faces, and nowhere else."""

from __future__ import annotations

import pytest
import torch
from PIL import Image

from facevae import align, photos
from facevae.align import CropFrame, Face
from facevae.restore.scratch_repair import FINEST, mark_face, repair_in_styles, repair_marks

SIZE = 32


@pytest.fixture
def photo(make_faces) -> Image.Image:
    """A face of 64 pixels in a photo of 160 x 100, its corner at (50, 20)."""
    photo = Image.new("RGB", (160, 100), (90, 110, 130))
    photo.paste(photos.to_photo(make_faces(1, 64)), (50, 20))
    return photo


FACE = Face((50, 20, 114, 84), ((0, 0),) * 5, 1.0, CropFrame(64.0, 0.0, 50.0, 20.0))


def _line(photo: Image.Image, column: int, width: int = 2) -> torch.Tensor:
    marks = torch.zeros(1, 1, photo.height, photo.width)
    marks[..., column : column + width] = 1
    return marks


def test_a_mark_on_the_photo_is_found_in_the_crop(photo):
    marked = mark_face(photo, FACE, SIZE, _line(photo, 80))
    assert marked.times == 2
    assert marked.mask.shape == (1, 1, 64, 64)
    # Columns 80 and 81 of the photo are 30 and 31 of the crop, widened by one on either side.
    assert marked.mask[0, 0].any(0).nonzero().flatten().tolist() == [29, 30, 31, 32]


def test_marks_may_have_another_resolution_than_the_photo(photo):
    small = torch.nn.functional.max_pool2d(_line(photo, 80), 2)
    assert torch.equal(mark_face(photo, FACE, SIZE, small).mask, mark_face(photo, FACE, SIZE, _line(photo, 80)).mask)


def test_large_faces_are_mended_as_finely_as_allowed_and_small_ones_at_the_models_size(photo):
    huge = Face(FACE.box, FACE.points, 1.0, CropFrame(1000.0, 0.0, -400.0, -400.0))
    tiny = Face(FACE.box, FACE.points, 1.0, CropFrame(20.0, 0.0, 70.0, 40.0))
    assert [mark_face(photo, face, SIZE).times for face in (huge, tiny)] == [FINEST, 1]


def test_nothing_marked_is_nothing_to_mend(photo, tiny_model):
    assert repair_marks(tiny_model, mark_face(photo, FACE, SIZE)) is None
    assert repair_marks(tiny_model, mark_face(photo, FACE, SIZE, _line(photo, 5))) is None


def test_only_what_is_marked_changes(photo, tiny_model):
    marked = mark_face(photo, FACE, SIZE, _line(photo, 80))
    mended = repair_marks(tiny_model, marked)
    changed = (mended.pixels != marked.aligned.pixels).any(1, keepdim=True)
    assert changed.any()
    assert not (changed & (marked.mask == 0)).any()


def test_several_styles_come_from_one_filling(photo, tiny_model, generator):
    marked = mark_face(photo, FACE, SIZE, _line(photo, 80, 6))
    runs = []
    tiny_model.restorer.register_forward_hook(lambda *_: runs.append(1))
    both = repair_in_styles(tiny_model, marked, ("faithful", "real"), generator())
    assert len(runs) == 1
    for edit, style in zip(both, ("faithful", "real"), strict=True):
        alone = repair_marks(tiny_model, marked, style, generator())
        assert torch.equal(edit.pixels, alone.pixels)
        assert torch.equal(edit.mask, alone.mask)
    assert not torch.equal(both[0].pixels, both[1].pixels)
    assert repair_in_styles(tiny_model, mark_face(photo, FACE, SIZE), ("faithful", "real")) == ()


def test_a_scratch_goes_away(photo, tiny_model):
    scratched = photo.copy()
    scratched.paste((255, 255, 255), (80, 0, 82, 100))
    marked = mark_face(scratched, FACE, SIZE, _line(photo, 80))
    mended = align.apply(scratched, [(marked.aligned, repair_marks(tiny_model, marked))])
    inside = (60, 32, 104, 72)
    truth, broken, better = (photos.to_tensor(picture.crop(inside)) for picture in (photo, scratched, mended))
    assert (better - truth).square().mean() < 0.05 * (broken - truth).square().mean()
    assert mended.crop((0, 0, 50, 100)).tobytes() == scratched.crop((0, 0, 50, 100)).tobytes()


def test_marks_of_another_shape_are_refused(photo):
    with pytest.raises(ValueError, match="expected \\(1, 1, H, W\\)"):
        mark_face(photo, FACE, SIZE, torch.zeros(100, 160))
