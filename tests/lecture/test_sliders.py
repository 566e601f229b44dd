"""What a step along Age changes besides, against the measurements with a network that reads."""

from __future__ import annotations

import pytest
import torch

from facevae.latent import MEASUREMENTS, measure, sample
from facevae.lecture.questions import sliders

COLUMNS = [list(MEASUREMENTS).index(name) for name in sliders.TRAITS.values()]


def measured(model, reader, codes):
    return measure(model.decode(codes), reader)[:, COLUMNS]


@pytest.mark.parametrize("index", range(5))
def test_the_largest_change_in_spreads_over_people(tiny_model, tiny_attributes, make_faces, index):
    face = make_faces(5)[index : index + 1]
    code = tiny_model.encode(face).mean
    people = sample(tiny_model, sliders.PEOPLE, torch.Generator().manual_seed(sliders.SEED))
    spread = measured(tiny_model, tiny_attributes, people).std(0)
    before, after = measured(
        tiny_model, tiny_attributes, torch.cat([code, code + torch.tensor([[2.0, 0.0, 0.0, 0.0]])])
    )
    shares = ((after - before).abs() / spread).tolist()
    first, second, _ = sorted(shares, reverse=True)
    found = sliders.age_besides(tiny_model, face)
    if first < sliders.NOTHING:
        assert (found.answer, found.margin) == ("nothing", pytest.approx(sliders.NOTHING - first, abs=1e-3))
    else:
        assert found.answer == list(sliders.TRAITS)[shares.index(first)]
        assert found.margin == pytest.approx(first - max(second, sliders.NOTHING), abs=1e-3)
    assert found == sliders.age_besides(tiny_model, face)


def test_a_direction_that_leads_nowhere_changes_nothing(tiny_model, faces):
    tiny_model.atlas.directions.zero_()
    found = sliders.age_besides(tiny_model, faces[:1])
    assert (found.answer, found.margin) == ("nothing", pytest.approx(sliders.NOTHING))


def test_turned_so_that_nothing_else_changes_nothing_is_left(tiny_model, faces):
    tiny_model.atlas.directions[1] = 0
    assert "and 0.0 levels with Change one thing at a time." in sliders.age_besides(tiny_model, faces[:1]).sentence


def test_without_an_atlas_there_is_no_age(tiny_study, faces):
    assert sliders.age_besides(tiny_study, faces[:1]) is None
