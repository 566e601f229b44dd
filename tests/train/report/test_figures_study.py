"""Figures of the study, from made-up results."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from itertools import product

import pytest
import torch

from facevae.plots import sheet
from tests.support.pictures import pixels_of
from train.report import figures_study
from train.report.figures_study import Panel, Point, Setting

SETTINGS = [Setting(dim, beta) for dim, beta in product((4, 32, 256), (0.01, 0.1, 1.0))]
SIDE = 32
LARGE = SIDE * sheet.ZOOM
GREY = torch.full((2, 3, SIDE, SIDE), 0.5)


def colour(red, green, blue, count=2):
    return torch.tensor([red, green, blue]).view(1, 3, 1, 1).expand(count, 3, SIDE, SIDE)


def like(picture, red, green, blue):
    """Where a picture has nearly that colour, (H, W)."""
    return ((picture - torch.tensor([red, green, blue]).view(3, 1, 1)).abs() < 0.15).all(0)


@pytest.fixture
def panels():
    """Blue reconstructions and green samples, two of each for every setting."""
    return {key: Panel(colour(0.0, 0.0, 1.0), colour(0.0, 0.6, 0.0)) for key in SETTINGS}


@pytest.fixture
def points():
    return {key: Point(key.latent_dim / key.beta**0.1, 20 - key.beta, 21.0) for key in SETTINGS}


def words(svg):
    return [text.text for text in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


def test_every_face_is_drawn_large_and_once(panels):
    picture = pixels_of(figures_study.faces(colour(0.8, 0.0, 0.0), panels))
    for shade, count in (((0.8, 0, 0), 2), ((0, 0, 1), 18), ((0, 0.6, 0), 18)):
        assert like(picture, *shade).sum().item() == pytest.approx(count * LARGE**2, rel=0.1)


def test_latent_sizes_go_across_and_betas_down(panels):
    panels[Setting(4, 0.01)] = Panel(colour(0.8, 0.0, 0.0), colour(0.8, 0.0, 0.0))
    picture = pixels_of(figures_study.faces(GREY, panels))
    odd, others = like(picture, 0.8, 0, 0), like(picture, 0, 0, 1)
    assert odd.any(0).nonzero().max() <= others.any(0).nonzero().min() + 2 * LARGE
    assert odd.any(1).nonzero().min() > others.any(1).nonzero().min() + 4 * LARGE


def test_reconstructions_are_above_samples(panels):
    picture = pixels_of(figures_study.faces(GREY, panels))
    assert like(picture, 0, 0, 1).any(1).nonzero().min() < like(picture, 0, 0.6, 0).any(1).nonzero().min()


@pytest.mark.parametrize("left_out", [SETTINGS[:1], SETTINGS])
def test_a_missing_panel_is_named(panels, left_out):
    some = {key: panel for key, panel in panels.items() if key not in left_out}
    with pytest.raises(ValueError, match=r"4 numbers at beta 0\.01|missing: all"):
        figures_study.faces(GREY, some)


def test_training_goes_from_left_to_right(panels):
    late, early = panels[SETTINGS[0]], Panel(colour(0.8, 0.0, 0.0, 1), colour(0.8, 0.0, 0.0, 1))
    picture = pixels_of(figures_study.learning({SETTINGS[0]: {90: late, 3: early}}))
    red, blue = (like(picture, *shade).any(0).nonzero() for shade in ((0.8, 0, 0), (0, 0, 1)))
    assert red.max() < blue.min()
    assert like(picture, 0.8, 0, 0).sum().item() == pytest.approx(2 * LARGE**2, rel=0.1)


def test_learning_of_no_model_is_refused():
    with pytest.raises(ValueError, match="at least one model"):
        figures_study.learning({SETTINGS[0]: {}})


def test_the_plane_says_what_is_what(points):
    svg = figures_study.plane(points)
    found = " | ".join(words(svg))
    for dim in (4, 32, 256):
        assert f"VAE, {dim} numbers" in found
        assert f"PCA, {dim} numbers" in found
    for beta in ("beta 1", "0.1", "0.01"):
        assert words(svg).count(beta) == 3
    assert "nats" in found
    assert "dB" in found


def test_the_plane_stands_on_white(points):
    svg = figures_study.plane(points)
    assert "fill: #ffffff" in svg
    assert "currentColor" not in svg


@pytest.mark.parametrize("rate", [0.0, -1.0])
def test_a_rate_that_the_axis_cannot_show_is_refused(points, rate):
    points[SETTINGS[0]] = Point(rate, 20.0, 21.0)
    with pytest.raises(ValueError, match="above 0"):
        figures_study.plane(points)


def test_the_same_results_give_the_same_files(panels, points):
    for draw in (
        lambda: figures_study.faces(GREY, panels),
        lambda: figures_study.learning({SETTINGS[0]: {1: panels[SETTINGS[0]]}}),
        lambda: figures_study.plane(points),
    ):
        assert draw() == draw()
