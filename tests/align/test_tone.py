"""Black-and-white and sepia stay so."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from facevae import photos
from facevae.align.tone import estimate_tone, grey_tone
from facevae.color import brightness
from tests.support.frames import portrait

SEPIA = torch.tensor([[0.393, 0.769, 0.189], [0.349, 0.686, 0.168], [0.272, 0.534, 0.131]])


@pytest.fixture
def ramp() -> Tensor:
    """All brightnesses from left to right, (1, 3, 64, 64)."""
    return torch.linspace(0, 1, 64).expand(1, 3, 64, 64).contiguous()


@pytest.fixture
def sepia(ramp) -> Tensor:
    """The same, faded and brown."""
    return 0.1 + 0.6 * torch.einsum("ij,njhw->nihw", SEPIA, 0.7 * ramp)


def test_brightness_is_that_of_rec_601():
    red_green_blue = torch.eye(3).reshape(3, 3, 1, 1)
    torch.testing.assert_close(brightness(red_green_blue).flatten(), torch.tensor([0.299, 0.587, 0.114]))


@pytest.mark.parametrize("tell", [estimate_tone, grey_tone])
def test_what_a_grey_photo_gets_is_grey(ramp, tell, generator):
    coloured = torch.rand(1, 3, 8, 8, generator=generator())
    toned = tell(ramp).apply(coloured)
    torch.testing.assert_close(toned, brightness(coloured).expand(-1, 3, -1, -1), atol=1e-5, rtol=0)


def test_a_sepia_photo_is_its_own_toning(sepia):
    torch.testing.assert_close(estimate_tone(sepia).apply(sepia), sepia, atol=1e-3, rtol=0)


def test_sepia_whose_highlights_are_clipped_is_recognised(ramp):
    clipped = torch.einsum("ij,njhw->nihw", SEPIA, ramp).clamp(0, 1)
    torch.testing.assert_close(estimate_tone(clipped).apply(clipped), clipped, atol=0.03, rtol=0)


def test_what_a_sepia_photo_gets_has_its_colours_and_keeps_its_brightness(sepia, generator):
    coloured = 0.2 + 0.4 * torch.rand(1, 3, 8, 8, generator=generator())
    toned = estimate_tone(sepia).apply(coloured)
    torch.testing.assert_close(brightness(toned), brightness(coloured), atol=1e-3, rtol=0)
    red, green, blue = toned[0].unbind(0)
    assert (red > green).all()
    assert (green > blue).all()


def test_brighter_than_the_photo_gets_its_brightest_colour(sepia):
    tone, black, white = estimate_tone(sepia), torch.zeros(1, 3, 1, 1), torch.ones(1, 3, 1, 1)
    red, green, blue = (tone.apply(black) + tone.change(black, white)).flatten().tolist()
    brightest = sepia[0, :, 0, -1]
    assert blue - 1 == pytest.approx(float(brightest[2] - brightness(sepia).max()), abs=1e-3)
    assert red > green > blue


def test_a_photo_in_colours_has_none(generator):
    colours = photos.to_tensor(portrait())
    noise = torch.rand(1, 3, 32, 32, generator=generator())
    for picture in (colours, noise):
        assert estimate_tone(picture) is None
        assert grey_tone(picture) is None


def test_sepia_is_not_grey(sepia):
    assert grey_tone(sepia) is None


def test_a_change_is_nothing_where_nothing_changed_and_the_difference_of_the_toned_elsewhere(sepia, generator):
    before = torch.rand(1, 3, 8, 8, generator=generator())
    after = before.clone()
    after[..., 4:] = torch.rand(1, 3, 8, 4, generator=generator(1))
    tones = estimate_tone(sepia)
    change = tones.change(before, after)
    assert torch.equal(change[..., :4], torch.zeros(1, 3, 8, 4))
    inside = (tones.apply(after) < 1) & (tones.apply(after) > 0) & (tones.apply(before) < 1) & (tones.apply(before) > 0)
    torch.testing.assert_close(change[inside], (tones.apply(after) - tones.apply(before))[inside])
