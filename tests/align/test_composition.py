"""Several faces go back into their photo, and the photo keeps its colours."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from PIL import Image

from facevae import align
from facevae.align import CropFrame, Edit, Face
from tests.support.frames import portrait


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


def _painted(ground: int, side: int) -> tuple[Image.Image, align.AlignedFace]:
    """The portrait in its own colours, a small part of a page of one grey."""
    photo = Image.new("RGB", (900, 1200), (ground,) * 3)
    photo.paste(portrait().resize((side, side)), (400, 300))
    frame = CropFrame(float(side), 0.0, 400.0, 300.0)
    return photo, align.cut(photo, Face(frame.bounds, ((0, 0),) * 5, 1.0, frame), 64)


def _green() -> torch.Tensor:
    return torch.tensor([0.2, 0.6, 0.4]).view(1, 3, 1, 1).expand(1, 3, 64, 64).contiguous()


@pytest.mark.parametrize("ground", [0, 20, 128, 250])
@pytest.mark.parametrize("side", [30, 80, 200])
def test_a_face_in_colours_stays_so_on_a_page_without(ground, side):
    photo, aligned = _painted(ground, side)
    pasted = align.apply(photo, [(aligned, Edit(_green()))])
    assert pasted.getpixel((400 + side // 2, 300 + side // 2)) == (51, 153, 102)


@pytest.mark.parametrize("page", [(250, 250, 250), (0, 0, 0), (180, 60, 40)], ids=["white", "black", "red"])
def test_a_black_and_white_print_stays_so_on_any_page(page):
    photo = Image.new("RGB", (900, 1200), page)
    photo.paste(portrait().convert("L").convert("RGB").resize((300, 300)), (300, 300))
    frame = CropFrame(240.0, 0.0, 330.0, 330.0)
    aligned = align.cut(photo, Face(frame.bounds, ((0, 0),) * 5, 1.0, frame), 64)
    red, green, blue = align.apply(photo, [(aligned, Edit(_green()))]).getpixel((450, 450))
    assert max(red, green, blue) - min(red, green, blue) <= 1


def test_a_print_coloured_by_hand_keeps_its_colours():
    grey = portrait().convert("L").convert("RGB")
    lips = Image.new("RGB", (90, 24), (190, 110, 120))
    grey.paste(lips, (83, 168))
    frame = CropFrame(256.0, 0.0, 0.0, 0.0)
    aligned = align.cut(grey, Face(frame.bounds, ((0, 0),) * 5, 1.0, frame), 64)
    assert align.apply(grey, [(aligned, Edit(aligned.pixels))]).getpixel((128, 180)) == (190, 110, 120)
