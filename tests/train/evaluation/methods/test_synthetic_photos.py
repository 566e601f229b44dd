"""Photos made of faces whose place is known."""

from __future__ import annotations

import math

import pytest
import torch

from facevae import photos
from facevae.align import CropFrame
from train.evaluation.methods import synthetic_photos

DOTS = {"red": (6, 8), "green": (54, 10), "blue": (58, 52), "white": (8, 56)}
"""Colour of a dot -> the place of its middle, x and y in pixels, in a face of 64."""


def _dotted():
    """A black face with a white dot and one in each channel; their middles are corners of pixels, so four are lit."""
    face = torch.zeros(1, 3, 64, 64)
    for channel, (x, y) in enumerate(DOTS.values()):
        face[:, slice(None) if channel == 3 else channel, y - 2 : y + 2, x - 2 : x + 2] = 1
    return face


def _middles(picture):
    """Where the dots of each colour are in a picture, x and y."""
    red, green, blue = picture[0]
    white = torch.minimum(torch.minimum(red, green), blue)
    weights = {"red": red - white, "green": green - white, "blue": blue - white, "white": white}
    rows, columns = (torch.arange(size) + 0.5 for size in red.shape)
    return {
        name: (float((weight * columns).sum() / weight.sum()), float((weight * rows[:, None]).sum() / weight.sum()))
        for name, weight in weights.items()
    }


@pytest.mark.parametrize("turn", [0, 33, -50, 120])
@pytest.mark.parametrize("scale", [0.45, 1.0, 2.7])
def test_dots_land_where_the_frame_says(turn, scale):
    a, b = (64 * scale * part for part in (math.cos(math.radians(turn)), math.sin(math.radians(turn))))
    frame = CropFrame(a, b, 150 - (a - b) / 2, 140 - (a + b) / 2)
    found = _middles(synthetic_photos.lay(_dotted(), frame, torch.zeros(1, 3, 280, 300)))
    for name, (x, y) in DOTS.items():
        # x and y by hand: the corner, then along the edges, the second of which is the first turned by 90 degrees.
        right = frame.x + x / 64 * a - y / 64 * b
        down = frame.y + x / 64 * b + y / 64 * a
        assert found[name] == pytest.approx((right, down), abs=0.25)


def test_unturned_and_as_large_a_face_is_copied(faces):
    ground = torch.full((1, 3, 60, 70), 0.25)
    picture = synthetic_photos.lay(faces[:1], CropFrame(32.0, 0.0, 20.0, 11.0), ground)
    torch.testing.assert_close(picture[..., 11:43, 20:52], faces[:1], rtol=0, atol=1e-5)
    picture[..., 11:43, 20:52] = 0.25
    assert torch.equal(picture, ground)
    photo = photos.to_tensor(
        photos.from_tensor(synthetic_photos.lay(faces[:1], CropFrame(32.0, 0.0, 20.0, 11.0), ground))
    )
    assert torch.equal(photo[..., 11:43, 20:52], (faces[:1] * 255).round() / 255)


def test_a_face_laid_down_smaller_is_averaged():
    squares = (torch.arange(32)[:, None] + torch.arange(32)) % 2
    face = squares.float().expand(1, 3, -1, -1)
    picture = synthetic_photos.lay(face, CropFrame(16.0, 0.0, 2.0, 2.0), torch.zeros(1, 3, 20, 20))
    torch.testing.assert_close(picture[..., 3:17, 3:17], torch.full((1, 3, 14, 14), 0.5))


def test_an_edge_between_pixels_is_half_and_half():
    picture = synthetic_photos.lay(torch.ones(1, 3, 8, 8), CropFrame(8.0, 0.0, 4.5, 4.0), torch.zeros(1, 3, 16, 20))
    torch.testing.assert_close(picture[0, 0, 8, 3:14], torch.tensor([0, 0.5, *[1] * 7, 0.5, 0]), rtol=0, atol=1e-4)


@pytest.mark.slow
def test_poses_are_as_various_as_announced_and_all_of_the_face_is_in_the_photo(faces, generator):
    posed = [synthetic_photos.pose(faces[:1], generator(seed)) for seed in range(60)]
    turns, scales = [one.frame.turn for one in posed], [one.scale for one in posed]
    assert -synthetic_photos.TURN <= min(turns) < -40 < 40 < max(turns) <= synthetic_photos.TURN
    assert synthetic_photos.SCALES[0] <= min(scales) < 0.5 < 2.4 < max(scales) <= synthetic_photos.SCALES[1]
    assert 20 <= sum(scale < math.sqrt(0.4 * 3) for scale in scales) <= 40
    for one in posed:
        width, height = one.photo.size
        assert width >= synthetic_photos.LEAST[0]
        assert height >= synthetic_photos.LEAST[1]
        assert all(0 <= x <= width and 0 <= y <= height for x, y in one.frame.corners)


def test_a_seed_says_it_all(faces, generator):
    first, again, other = (synthetic_photos.pose(faces[:1], generator(seed)) for seed in (3, 3, 4))
    assert (first.frame, first.photo.tobytes()) == (again.frame, again.photo.tobytes())
    assert first.frame != other.frame
    assert first.photo.tobytes() != other.photo.tobytes()


def test_a_background_is_smooth_but_for_its_grain(generator):
    ground = synthetic_photos.background(200, 100, generator(1))
    assert ground.shape == (1, 3, 100, 200)
    assert 0 <= ground.min() < ground.max() <= 1
    step = (ground[..., 1:] - ground[..., :-1]).abs()
    assert 0 < step.mean() < 0.05
    assert ground.std() > 0.05
