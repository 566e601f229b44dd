"""The mean faces of groups on the Morph tab."""

from __future__ import annotations

import gradio as gr
import pytest
import torch

from facevae.ui.components.dial import REAL
from tests.support.grids import cell_of, small


def event(**data):
    return gr.EventData(None, data)


def test_ages_are_columns_and_genders_rows(means, model):
    value = means.value()
    assert value["beside"] == ["Women", "Men"]
    assert value["above"] == ["0\N{EN DASH}2", "20\N{EN DASH}29", "70+"]
    assert value["names"] == [
        "",
        "The mean of women, 20\N{EN DASH}29 years old",
        "The mean of women, 70+ years old",
        "The mean of boys, 0\N{EN DASH}2 years old",
        "The mean of men, 20\N{EN DASH}29 years old",
        "",
    ]
    drawn = small(model.decode(model.atlas.means))
    for place, index in (((0, 1), 0), ((0, 2), 1), ((1, 0), 2), ((1, 1), 3)):
        assert (cell_of(value, *place, 3) - drawn[index]).abs().mean() < 0.03, place
    for place in ((0, 0), (1, 2)):
        assert cell_of(value, *place, 3).mean() > 0.97


def test_a_mean_face_that_is_clicked_is_shown_large_with_how_many_it_is_of(on, screen, model):
    changed = on.pick_mean(REAL, event(row=0, column=1))
    chosen, large = changed[screen.mean.chosen], changed[screen.mean.picture]
    assert torch.equal(chosen.latents, model.atlas.means[:1])
    assert "1,234 faces" in large
    assert "morph-shares" not in large
    assert screen.matrix not in changed


def test_a_mean_face_can_become_a_corner_and_go_to_the_sliders(on, screen, model, corners, chosen):
    picked = on.pick_mean(REAL, event(row=1, column=0))
    shown = on.put(1)(corners, 5, "linear", REAL, chosen, picked[screen.mean.chosen], picked[screen.mean.styles])
    corner = shown[screen.corners][1]
    assert torch.equal(corner.latents, model.atlas.means[2:3])
    assert corner.name == "The mean of boys, 0\N{EN DASH}2 years old"
    assert torch.equal(on.open_mean(event(row=1, column=0))["latents"], corner.latents)


@pytest.mark.parametrize("column", [0, 3])
def test_a_group_without_faces_is_refused_with_a_sentence(on, column):
    with pytest.raises(gr.Error, match="click another one"):
        on.pick_mean(REAL, event(row=0, column=column))


def test_the_mean_that_is_shown_first_is_one_that_is_known(means):
    assert means.choose(*means.first) is not None
