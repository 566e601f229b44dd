"""Which sliders there are, and what is said of their side effects."""

from __future__ import annotations

import torch

from facevae import latent
from facevae.latent.directions import editing_directions
from facevae.latent.reach import ENDS, REACH, ends_of
from facevae.model import FaceVae
from facevae.ui.tabs.sliders.rows import (
    LEADING,
    LEADING_SET,
    NAMED_SET,
    entanglement_tables,
    rows_of,
    signed,
)


def test_there_is_a_row_and_two_directions_for_each_slider(model: FaceVae) -> None:
    rows, directions = rows_of(model), editing_directions(model, LEADING)
    assert [row.key for row in rows[:2]] == ["age", "smile"]
    assert [row.set for row in rows] == [NAMED_SET] * 2 + [LEADING_SET] * LEADING
    assert directions.shape == (2, len(rows), model.latent_dim)
    assert torch.equal(directions[:, :2], model.atlas.directions)
    assert torch.equal(directions[0, 2:], latent.principal(model, LEADING))
    assert torch.equal(directions[1, 2:], directions[0, 2:])


def test_without_an_atlas_there_are_leading_directions_only(model: FaceVae) -> None:
    model.atlas = None
    assert {row.set for row in rows_of(model)} == {LEADING_SET}
    assert editing_directions(model, LEADING).shape == (2, LEADING, model.latent_dim)


def test_a_slider_ends_where_it_was_measured_to_and_the_others_go_all_the_way(model: FaceVae) -> None:
    for row in rows_of(model):
        assert (row.least, row.most) == ends_of(row.key)
    assert set(ENDS) <= set(latent.MEASUREMENTS)
    assert all(-REACH <= least < 0 < most <= REACH for least, most in ENDS.values())


def test_a_row_says_what_its_step_does_and_what_goes_along(model: FaceVae) -> None:
    age, smile = rows_of(model)[:2]
    # A tenth of what the smile's own slider does to smiles, and half a point, are not worth saying.
    assert age.notes[0] == "One step: age +4.0 years; hardly anything else"
    # Thirty points count three times as much as ten; half of what age's own slider does to age counts half.
    assert smile.notes[0] == "One step: smile +10.0 levels; also labelled Black \u221230.0 points, age +2.0 years"
    assert smile.notes[1] == "One step: smile +7.0 levels; hardly anything else"


def test_the_tables_hold_every_effect_and_mark_a_sliders_own(model: FaceVae) -> None:
    page = entanglement_tables(model)
    assert page.count("<td class=") == 2 * 2 * 3
    assert page.count("entangled-own") == 2 * 2
    assert '<td class="entangled-less" style="--strength:100%">\u221230.0</td>' in page
    assert '<td class="entangled-more" style="--strength:50%">+2.0</td>' in page


def test_numbers_have_their_sign_and_a_proper_minus() -> None:
    assert [signed(value) for value in (1.26, -0.5, 0)] == ["+1.3", "\u22120.5", "+0.0"]
