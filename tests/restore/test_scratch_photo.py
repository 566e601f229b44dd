"""A whole photo is restored: faces by the model, the rest from what is beside its marks."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from PIL import Image

from facevae.align import AlignedFace, CropFrame, Edit
from facevae.restore import scratch_photo
from facevae.restore.scratch_photo import MARK_SIDE, find_marks, mark_size, restore_marks
from facevae.restore.scratch_repair import FineCrop

SIZE = 320, 240
FACE = CropFrame(96.0, 0.0, 100.0, 60.0)


def _photo() -> Image.Image:
    """A soft photo with grain, 320 x 240."""
    rng = np.random.default_rng(1)
    rows, columns = np.indices(SIZE[::-1])
    soft = 120 + 50 * np.sin(columns / 50) + 30 * np.cos(rows / 40)
    pixels = soft[..., None] * (1.0, 0.95, 0.9) + 2 * rng.standard_normal((*SIZE[::-1], 1))
    return Image.fromarray(pixels.clip(0, 255).astype(np.uint8))


def _scratched() -> tuple[Image.Image, np.ndarray]:
    """The photo with a bright scratch beside the face and a dark one over it."""
    mask = np.zeros(SIZE[::-1], bool)
    mask[10:230, 40:42], mask[20:220, 150:152] = True, True
    pixels = np.array(_photo())
    pixels[mask] = 250
    pixels[mask & (np.indices(mask.shape)[1] > 100)] = 5
    return Image.fromarray(pixels), mask


def _face(certain: bool, doubtful: bool = False) -> FineCrop:
    """A crop of the photo in which a line down its middle was found, or may have been."""
    line = torch.zeros(1, 1, 96, 96)
    line[..., 49:53] = 1
    crop = FineCrop(AlignedFace(torch.full((1, 3, 96, 96), 0.5), FACE), 3, SIZE)
    vars(crop)["found"] = (line * certain, line * doubtful)
    return crop


@pytest.mark.parametrize(("size", "marks"), [(SIZE, SIZE), ((4 * MARK_SIDE, MARK_SIDE), (MARK_SIDE, MARK_SIDE // 4))])
def test_marks_are_as_fine_as_a_small_photo_and_coarser_than_a_large_one(size, marks):
    assert mark_size(size) == marks


def test_both_finders_see_a_scratch_through_a_face(monkeypatch):
    photo, mask = _scratched()
    found = find_marks(photo, [_face(certain=True)])
    assert found.certain[mask].mean() > 0.95
    assert found.certain.mean() < 4 * mask.mean()
    assert not found.doubtful.any()


def test_a_line_most_of_which_is_in_a_face_is_the_face_finders():
    photo = np.array(_photo())
    photo[70:150, 150:152] = 5
    photo[10:230, 40:42] = 250
    inside = slice(60, 156), slice(100, 196)
    nothing = find_marks(Image.fromarray(photo), [_face(certain=False)])
    doubtful = find_marks(Image.fromarray(photo), [_face(certain=False, doubtful=True)])
    assert not nothing.certain[inside].any()
    assert not doubtful.certain[inside].any()
    # Columns 49 to 52 of the crop are 149 to 152 of the photo.
    assert doubtful.doubtful.any(0).nonzero()[0].tolist() == [149, 150, 151, 152]
    assert nothing.certain[20:220, 40:42].all()


def test_a_clean_photo_has_nothing_marked():
    found = find_marks(_photo(), [])
    assert not found.certain.any()
    assert not found.doubtful.any()


def test_marked_pixels_come_close_to_the_original_and_no_other_changes():
    photo, mask = _scratched()
    marks = find_marks(photo, [_face(certain=True)]).certain
    before, after = (np.asarray(picture, float) for picture in restore_marks(photo, marks))
    original = np.asarray(_photo(), float)
    assert (before == np.asarray(photo)).all()
    assert (after[~marks] == before[~marks]).all()
    assert np.abs(after - original)[mask].mean() < 3
    assert np.abs(before - original)[mask].mean() > 60


def test_the_model_fills_a_face_and_its_marks_cross_the_edge_of_the_crop_without_a_step():
    photo, mask = _scratched()
    drawn = Edit(torch.full((1, 3, 96, 96), 200 / 255), "residual", torch.ones(1, 1, 96, 96), soft=False)
    _, after = restore_marks(photo, mask, [(_face(certain=True).aligned, drawn)])
    line = np.asarray(after, float)[:, 150, 0]
    assert line[108] == pytest.approx(200, abs=12)
    assert np.abs(np.diff(line[55:165])).max() < 30
    beside = np.asarray(after)[~mask]
    assert (beside == np.asarray(photo)[~mask]).all()


def test_a_part_is_shown_smaller_and_is_the_same_part():
    photo, mask = _scratched()
    before, after = restore_marks(photo, mask, box=(20, 0, 120, 240), side=120)
    assert before.size == after.size == (50, 120)
    whole = np.asarray(restore_marks(photo, mask)[1].crop((20, 0, 120, 240)).resize((50, 120), Image.Resampling.BOX))
    assert np.abs(whole.astype(float) - np.asarray(after)).mean() < 3


def test_what_large_marks_cover_at_the_photos_own_size(monkeypatch):
    monkeypatch.setattr(scratch_photo, "MARK_SIDE", 80)
    photo, _ = _scratched()
    marks = np.zeros((60, 80), bool)
    marks[:, 10] = True
    _, after = restore_marks(photo, marks)
    changed = (np.asarray(after) != np.asarray(photo)).any((0, 2)).nonzero()[0]
    # A mark's pixel is 4 of the photo: 40 to 43, and one on either side that is more than a third marked.
    assert changed.min() >= 39
    assert changed.max() <= 44


def test_marks_of_another_size_are_refused():
    with pytest.raises(ValueError, match="expected width and height"):
        restore_marks(_photo(), np.zeros((320, 240), bool))
