"""Two kernels in either order, and two blurs, against SciPy."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from scipy import ndimage, signal

from facevae.lecture.questions import kernels

FACES = range(5)
SOBEL = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
WEIGHTS = np.array([0.299, 0.587, 0.114])


def luma(face):
    return 255 * np.tensordot(WEIGHTS, face[0].double().numpy(), 1)


def correlated(picture, kernel):
    return signal.correlate2d(picture, kernel, mode="valid")


@pytest.mark.parametrize("index", FACES)
def test_the_order_does_not_change_a_face_until_relu_does(make_faces, index):
    face = make_faces(5)[index : index + 1]
    box = np.full((3, 3), 1 / 9)
    edges, blur = correlated(luma(face), SOBEL).clip(0), correlated(luma(face), box)
    with_relu = np.abs(correlated(edges, box) - correlated(blur, SOBEL).clip(0)).max()
    found = kernels.order_of_kernels(None, face)
    assert found.answer == "not at all"
    assert found.margin == pytest.approx(with_relu, abs=1e-3)
    assert f"by up to {with_relu:.0f}." in found.sentence
    assert found == kernels.order_of_kernels(None, face)


def test_clipped_between_two_kernels_the_order_would_matter(make_faces, monkeypatch):
    plain = kernels.filtered
    monkeypatch.setattr(kernels, "filtered", lambda picture, kernel: plain(picture, kernel).clamp(0, 20))
    assert kernels.order_of_kernels(None, make_faces(1)).answer == "clearly"


def test_a_flat_picture_shows_nothing_of_order():
    assert kernels.order_of_kernels(None, torch.full((1, 3, 16, 16), 0.5)).margin == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("index", FACES)
def test_the_wider_blur_moves_a_face_more(make_faces, index):
    face = make_faces(5)[index : index + 1]
    inside = (slice(2, -2), slice(2, -2))
    picture = luma(face)
    once = ndimage.uniform_filter(picture, 5)[inside]
    twice = ndimage.uniform_filter(ndimage.uniform_filter(picture, 3), 3)[inside]
    moved = [np.sqrt(np.mean((one - picture[inside]) ** 2)) for one in (once, twice)]
    found = kernels.stronger_blur(None, face)
    assert found.answer == "5x5 once"
    assert found.margin == pytest.approx(moved[0] - moved[1], abs=1e-3)
    assert f"by up to {np.abs(once - twice).max():.0f}." in found.sentence


def test_on_a_chequered_picture_the_two_small_blurs_are_stronger():
    # Of a change of sign at every pixel 3x3 leaves 1/9 each time, and 5x5 leaves 1/25; its amplitude is 51 levels.
    board = (torch.arange(16)[:, None] + torch.arange(16)) % 2
    found = kernels.stronger_blur(None, (0.3 + 0.4 * board).expand(1, 3, -1, -1))
    assert found.answer == "3x3 twice"
    assert found.margin == pytest.approx(51 * (1 / 25 - 1 / 81), abs=1e-3)


def test_on_a_flat_picture_blurs_are_equal():
    assert kernels.stronger_blur(None, torch.full((1, 3, 16, 16), 0.5)).answer == "equal"


def test_the_variances_are_those_of_the_kernels():
    # Of a row of weights: places to both sides of the middle, squared.
    tent, flat = np.convolve([1 / 3] * 3, [1 / 3] * 3), np.full(5, 1 / 5)
    places = np.arange(-2, 3) ** 2
    assert places @ tent == pytest.approx(4 / 3)
    assert places @ flat == pytest.approx(2)
