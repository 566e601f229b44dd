"""Numbers as colours."""

from __future__ import annotations

import pytest
import torch
from matplotlib import colormaps
from torch import Tensor

from facevae.plots.heatmap import COLOURS, heatmap, legend


def _grey(pictures: Tensor) -> Tensor:
    """Lightness as the eye sees it, roughly: (..., 3, ...) at dim -3 to one number."""
    return (pictures * torch.tensor([0.2126, 0.7152, 0.0722])[:, None, None]).sum(-3)


def test_nothing_is_the_first_colour_and_the_top_and_beyond_the_last():
    values = torch.tensor([0.0, 0.2, 0.7, 1.0]).view(1, 1, 2, 2)
    picture = heatmap(values, top=0.2)
    first, last = (torch.tensor(colormaps[COLOURS](end)[:3]) for end in (0.0, 1.0))
    assert torch.allclose(picture[0, :, 0, 0], first.float())
    for row, column in ((0, 1), (1, 0), (1, 1)):
        assert torch.allclose(picture[0, :, row, column], last.float())


def test_a_batch_keeps_its_pictures_apart_and_its_places():
    values = torch.zeros(2, 1, 3, 3)
    values[1, 0, 2, 0] = 1.0
    bright = _grey(heatmap(values, top=1.0)) > 0.5
    assert bright.nonzero().tolist() == [[1, 2, 0]]


def test_more_is_always_lighter():
    values = torch.linspace(0, 1, 256).view(1, 1, 16, 16)
    lightness = _grey(heatmap(values, top=1.0)).flatten()
    assert (lightness.diff() > 0).all()


def test_the_values_stay_as_they_are():
    values = torch.full((1, 1, 4, 4), 2.0)
    heatmap(values, top=1.0)
    assert torch.equal(values, torch.full((1, 1, 4, 4), 2.0))


@pytest.mark.parametrize(
    ("values", "top", "said"),
    [
        (torch.zeros(1, 3, 4, 4), 1.0, "shape"),
        (torch.zeros(4, 4), 1.0, "shape"),
        (torch.zeros(1, 1, 4, 5), 1.0, "shape"),
        (torch.full((1, 1, 4, 4), -0.1), 1.0, "negative"),
        (torch.full((1, 1, 4, 4), torch.nan), 1.0, "finite"),
        (torch.zeros(1, 1, 4, 4), 0.0, "top"),
        (torch.zeros(1, 1, 4, 4), float("nan"), "top"),
    ],
)
def test_what_cannot_be_drawn_is_said_in_one_sentence(values, top, said):
    with pytest.raises(ValueError, match=said):
        heatmap(values, top)


def test_the_legend_has_the_colours_of_the_picture_from_end_to_end():
    colours = legend(3)
    picture = heatmap(torch.tensor([0.0, 0.5, 1.0, 1.0]).view(1, 1, 2, 2), top=1.0)[0].flatten(1).T[:3]
    for colour, pixel in zip(colours, picture, strict=True):
        assert [int(colour[at : at + 2], 16) for at in (1, 3, 5)] == (pixel * 255).round().int().tolist()


def test_a_legend_needs_two_ends():
    with pytest.raises(ValueError, match="at least 2"):
        legend(1)
