"""What a photo is once a crop has been put back."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from PIL import Image

from facevae.align import AlignedFace, CropFrame, cropping, cut, paste
from facevae.align.cropping import MARGIN, MODES, weight
from tests.support.frames import face_of

SIZE = 24
UPRIGHT = CropFrame(40.0, 0.0, 20.0, 10.0)


@pytest.fixture
def photo() -> Image.Image:
    return Image.fromarray(np.random.default_rng(0).integers(0, 256, (60, 80, 3), dtype=np.uint8))


def _cut(photo: Image.Image, frame: CropFrame = UPRIGHT, size: int = SIZE) -> AlignedFace:
    return cut(photo, face_of(frame), size)


def _plain(red: float, green: float, blue: float) -> torch.Tensor:
    return torch.tensor([red, green, blue]).view(1, 3, 1, 1).expand(1, 3, SIZE, SIZE).contiguous()


def _random_frame(random: np.random.Generator) -> CropFrame:
    side, turn = math.exp(random.uniform(math.log(2), math.log(400))), random.uniform(-math.pi, math.pi)
    x, y = random.uniform(-0.7, 0.7, 2) * side + random.uniform(0, 1, 2) * (80, 60)
    return CropFrame(side * math.cos(turn), side * math.sin(turn), float(x), float(y))


@pytest.mark.parametrize("seed", range(40))
def test_an_unchanged_crop_gives_back_the_photo_bit_for_bit(photo, seed):
    random = np.random.default_rng(seed)
    aligned = _cut(photo, _random_frame(random), int(random.integers(1, 160)))
    for soft in (True, False):
        assert paste(photo, aligned, aligned.pixels.clone(), soft=soft).tobytes() == photo.tobytes()


@pytest.mark.parametrize("soft", [True, False])
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("seed", range(6))
def test_pixels_outside_the_square_stay(photo, mode, soft, seed):
    frame = _random_frame(np.random.default_rng(seed))
    aligned = _cut(photo, frame)
    mask = torch.ones(1, 1, SIZE, SIZE)
    pasted = paste(photo, aligned, 1 - aligned.pixels, mode, mask, soft)
    x, y = np.meshgrid(np.arange(80) + 0.5, np.arange(60) + 0.5)
    u, v = frame.inside(torch.tensor(x), torch.tensor(y))
    outside = ((u < 0) | (u > 1) | (v < 0) | (v > 1)).numpy()
    changed = (np.asarray(pasted) != np.asarray(photo)).any(-1)
    assert not changed[outside].any()


@pytest.mark.parametrize("turn", [0.0, 25.0])
def test_replacing_gives_the_middle_the_colour_it_is_to_have(photo, turn):
    a, b = 40 * math.cos(math.radians(turn)), 40 * math.sin(math.radians(turn))
    frame = CropFrame(a, b, 40 - (a - b) / 2, 30 - (a + b) / 2)
    pasted = paste(photo, _cut(photo, frame), _plain(1.0, 0.2, 0.0), "replace")
    assert all(pasted.getpixel((x, y)) == (255, 51, 0) for x in range(34, 46) for y in range(24, 36))


def test_a_residual_keeps_the_finer_detail_of_the_photo():
    grey = Image.fromarray(np.random.default_rng(1).integers(80, 160, (60, 80, 3), dtype=np.uint8))
    aligned = _cut(grey, size=8)
    pasted = paste(grey, aligned, aligned.pixels + 20 / 255)
    middle = slice(24, 36), slice(34, 46)
    assert (np.asarray(pasted)[middle].astype(int) - np.asarray(grey)[middle] == 20).all()


def test_what_is_masked_is_replaced_and_the_rest_is_not(photo):
    aligned = _cut(photo)
    mask = torch.zeros(1, 1, SIZE, SIZE)
    mask[..., SIZE // 2 :] = 1
    restored = torch.where(mask > 0, _plain(0.0, 1.0, 0.0), aligned.pixels)
    pasted = paste(photo, aligned, restored, "residual", mask)
    # The crop's middle is at 40 of the photo; where two of its pixels meet, both count.
    assert pasted.crop((44, 20, 50, 40)).getcolors() == [(120, (0, 255, 0))]
    assert pasted.crop((0, 0, 36, 60)).tobytes() == photo.crop((0, 0, 36, 60)).tobytes()


def test_without_softness_a_crop_counts_up_to_its_edges(photo):
    whole = np.asarray(paste(photo, _cut(photo), _plain(0.0, 0.0, 1.0), "replace", soft=False))
    assert (whole[10:50, 20:60] == (0, 0, 255)).all()


def test_values_beyond_black_and_white_are_cut_off():
    white = Image.new("RGB", (80, 60), (250, 250, 250))
    aligned = _cut(white)
    pasted = paste(white, AlignedFace(aligned.pixels * 0, aligned.frame), aligned.pixels)
    assert pasted.getpixel((40, 30)) == (255, 255, 255)


def test_in_how_many_strips_it_is_done_makes_no_difference(photo, monkeypatch):
    aligned = _cut(photo, CropFrame(45.0, 12.0, 22.0, -3.0))
    whole = paste(photo, aligned, 1 - aligned.pixels)
    monkeypatch.setattr(cropping, "_STRIP", 7)
    assert paste(photo, aligned, 1 - aligned.pixels).tobytes() == whole.tobytes()


def test_the_photo_and_the_crop_are_left_as_they_were(photo):
    aligned = _cut(photo)
    before, pixels = photo.tobytes(), aligned.pixels.clone()
    pasted = paste(photo, aligned, 1 - aligned.pixels, "replace")
    assert pasted.size == photo.size
    assert photo.tobytes() == before
    assert torch.equal(aligned.pixels, pixels)


def test_what_does_not_fit_is_refused(photo):
    aligned = _cut(photo)
    with pytest.raises(ValueError, match="way to paste"):
        paste(photo, aligned, aligned.pixels, "over")
    with pytest.raises(ValueError, match="restored"):
        paste(photo, aligned, torch.zeros(1, 3, SIZE + 1, SIZE + 1))
    with pytest.raises(ValueError, match="restored"):
        paste(photo, aligned, aligned.pixels + 2)
    with pytest.raises(ValueError, match="mask"):
        paste(photo, aligned, aligned.pixels, mask=torch.zeros(1, 1, SIZE, SIZE - 1))


def test_the_weight_rises_from_nothing_at_the_margin_to_all_in_the_middle():
    line = (torch.arange(200) + 0.5) / 200
    rising = weight(line, torch.full_like(line, 0.5))
    assert (rising[line < MARGIN] == 0).all()
    assert (rising.diff()[:100] >= 0).all()
    assert rising[100] == 1
    assert (rising[(line > MARGIN) & (line < 0.5)] > 0).all()


def test_the_weight_is_the_same_from_every_side():
    u, v = torch.meshgrid(*[(torch.arange(64) + 0.5) / 64] * 2, indexing="xy")
    square = weight(u, v)
    for other in (square.flip(0), square.flip(1), square.T):
        torch.testing.assert_close(square, other)
    # Its corners are round: nothing where the margins of two edges meet.
    assert weight(torch.tensor(0.1), torch.tensor(0.1)) == 0
    assert weight(torch.tensor(0.1), torch.tensor(0.5)) > 0
