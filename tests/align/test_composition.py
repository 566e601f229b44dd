"""Several faces go back into their photo, and the photo keeps its colours."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from PIL import Image

from facevae import align
from facevae.align import CropFrame, Edit, Face


def _photo() -> Image.Image:
    """Brown, with all colours at the bottom, so that no one colour tones it."""
    photo = Image.new("RGB", (120, 60), (200, 120, 40))
    colours = np.random.default_rng(0).integers(0, 256, (8, 120, 3), dtype=np.uint8)
    photo.paste(Image.fromarray(colours), (0, 52))
    return photo


def _aligned(photo: Image.Image, x: float) -> align.AlignedFace:
    return align.cut(photo, Face((x, 10, x + 40, 50), ((0, 0),) * 5, 1.0, CropFrame(40.0, 0.0, x, 10.0)), 40)


def test_no_edits_leave_the_photo_as_it_was():
    photo = _photo()
    assert align.apply(photo, []).tobytes() == photo.tobytes()


def test_each_face_is_replaced_in_its_own_place():
    photo = _photo()
    red, blue = (torch.zeros(1, 3, 40, 40) for _ in range(2))
    red[:, 0], blue[:, 2] = 1, 1
    pasted = align.apply(photo, [(_aligned(photo, 10), Edit(red)), (_aligned(photo, 70), Edit(blue))])
    assert pasted.getpixel((30, 30)) == (255, 0, 0)
    assert pasted.getpixel((90, 30)) == (0, 0, 255)
    assert pasted.getpixel((60, 30)) == (200, 120, 40)
    assert photo.getpixel((30, 30)) == (200, 120, 40)


def _grey_ramp() -> Image.Image:
    return Image.fromarray(np.tile(np.linspace(0, 255, 120).astype(np.uint8)[None, :, None], (60, 1, 3)))


def test_what_a_black_and_white_photo_gets_is_black_and_white():
    photo = _grey_ramp()
    aligned = _aligned(photo, 40)
    coloured = aligned.pixels.clone()
    coloured[:, 0] = 1
    mask = torch.zeros(1, 1, 40, 40)
    mask[..., 15:25, 15:25] = 1
    for edit in (Edit(coloured), Edit(coloured, "residual"), Edit(coloured, "residual", mask)):
        pasted = np.asarray(align.apply(photo, [(aligned, edit)])).astype(int)
        assert np.ptp(pasted, axis=2).max() <= 1
        assert np.abs(pasted - np.asarray(photo).astype(int)).max() > 10


def test_a_crop_shrinks_with_its_photo_to_no_more_pixels_than_are_there():
    pixels = torch.zeros(1, 3, 8, 8)
    pixels[..., :4] = 1
    mask = pixels[:, :1]
    aligned, edit = align.scale_edit(
        align.AlignedFace(pixels, CropFrame(8.0, 0.0, 16.0, 24.0)), Edit(1 - pixels, "residual", mask, soft=False), 0.25
    )
    assert aligned.frame == CropFrame(2.0, 0.0, 4.0, 6.0)
    # The triangle of four pixels on either side weighs 5, 7, 7, 5 on the white half and 3, 1 on the black one.
    assert torch.allclose(aligned.pixels[0, 0, 0], torch.tensor([24 / 28, 4 / 28]))
    assert torch.allclose(edit.pixels, 1 - aligned.pixels)
    assert torch.allclose(edit.mask, aligned.pixels[:, :1])
    assert (edit.mode, edit.soft) == ("residual", False)


def test_a_crop_coarser_than_the_scaled_photo_keeps_its_pixels():
    pixels = torch.rand(1, 3, 8, 8, generator=torch.Generator().manual_seed(0))
    before = align.AlignedFace(pixels, CropFrame(40.0, 0.0, 10.0, 10.0))
    edit = Edit(1 - pixels)
    aligned, scaled = align.scale_edit(before, edit, 0.25)
    assert torch.equal(aligned.pixels, pixels)
    assert aligned.frame.side == 10
    assert scaled is edit


@pytest.mark.parametrize("factor", [0.0, -1.0, float("nan")])
def test_a_photo_is_not_scaled_to_nothing(factor):
    pixels = torch.zeros(1, 3, 8, 8)
    with pytest.raises(ValueError, match="factor"):
        align.scale_edit(align.AlignedFace(pixels, CropFrame(8.0, 0.0, 0.0, 0.0)), Edit(pixels), factor)
