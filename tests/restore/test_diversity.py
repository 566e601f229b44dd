"""One number for how much completions differ."""

from __future__ import annotations

import pytest
import torch

from facevae.damage import masks
from facevae.restore import Completions, complete
from facevae.restore.completions import diversity


def completions(*values: float) -> Completions:
    """One face of 4 pixels a side, each completion of one grey, all weighing the same."""
    faces = torch.tensor(values).view(1, -1, 1, 1, 1).expand(1, len(values), 3, 4, 4)
    return Completions(faces, torch.full((1, len(values)), 1 / len(values)))


def test_two_that_are_apart_differ_by_half_of_it():
    assert diversity(completions(0.2, 0.6), torch.ones(1, 1, 4, 4)).item() == pytest.approx(0.2)


def test_only_the_hole_counts():
    faces = completions(0.2, 0.6).faces.clone()
    faces[..., :2, :] = 0.4
    halves = Completions(faces, torch.full((1, 2), 0.5))
    top, bottom = masks.half(4, "top"), masks.half(4, "bottom")
    assert diversity(halves, top).item() == 0
    assert diversity(halves, bottom).item() == pytest.approx(0.2)
    # Half of the pixels at a variance of 0.04, half at 0.
    assert diversity(halves, torch.ones(1, 1, 4, 4)).item() == pytest.approx(0.02**0.5)


def test_nothing_hidden_is_nothing_to_differ_about():
    assert diversity(completions(0.0, 1.0), torch.zeros(1, 1, 4, 4)).tolist() == [0]


def test_a_larger_hole_leaves_more_open(tiny_model, faces, generator):
    def spread(fraction):
        mask = masks.centre_box(tiny_model.image_size, fraction)
        return diversity(complete(tiny_model, faces, mask, 9, generator(1)), mask)

    small, middle, large = (spread(fraction) for fraction in (0.3, 0.6, 1.0))
    assert small.shape == (len(faces),)
    assert small.mean() < middle.mean() < large.mean()


def test_a_mask_of_another_size_is_refused():
    with pytest.raises(ValueError, match="mask"):
        diversity(completions(0.2, 0.6), torch.ones(1, 1, 8, 8))
