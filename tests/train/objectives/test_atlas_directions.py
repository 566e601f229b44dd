"""Directions from codes and gradients that are made up."""

from __future__ import annotations

import pytest
import torch

from facevae.latent import MEASUREMENTS
from train.objectives import atlas_directions
from train.objectives.atlas_directions import Finding

ROWS = list(MEASUREMENTS)


@pytest.fixture
def made_up(generator):
    """Codes of 400 faces, a trait that rises along the first number, and a gradient of every measurement."""
    random = generator()
    codes = torch.randn(400, 30, generator=random)
    wanted = codes[:, 0] + 0.1 * torch.randn(400, generator=random)
    slopes = torch.randn(len(ROWS), 30, generator=random)
    slopes[ROWS.index("age"), 0] = slopes[ROWS.index("smile"), 0] = 5.0
    return codes, wanted, slopes


def test_regression_finds_what_a_trait_follows(made_up):
    codes, wanted, _ = made_up
    assert float(atlas_directions.regress(codes, 7 * wanted, 0.05)[0]) > 0.99


@pytest.mark.parametrize("name", ["age", "smile"])
def test_changing_one_thing_changes_nothing_else(made_up, name):
    codes, wanted, slopes = made_up
    _, alone = atlas_directions.find(name, codes, wanted, slopes, Finding(0.05, {name: 2.0}, 99.0))
    effects = dict(zip(ROWS, (slopes @ alone).tolist(), strict=True))
    assert effects.pop(name) == pytest.approx(2.0, rel=1e-4)
    assert max(map(abs, effects.values())) < 0.01


def test_light_goes_along_with_no_label_but_with_what_is_measured_of_pixels(made_up):
    codes, wanted, slopes = made_up
    finding = Finding(0.05, {}, 3.0)
    age, smile = (atlas_directions.find(name, codes, wanted, slopes, finding)[0] for name in ("age", "smile"))
    light = slopes[[ROWS.index(name) for name in ("skin", "light", "background")]]
    assert float((light @ age).abs().max()) < 0.01 < float((light @ smile).abs().max())
    torch.testing.assert_close(smile, atlas_directions.regress(codes, wanted, 0.05))
    assert float(smile.norm()) == pytest.approx(1.0)


def test_what_is_unknown_is_left_out_and_no_step_is_longer_than_allowed(made_up):
    codes, wanted, slopes = made_up
    some = wanted.clone()
    some[:100] = torch.nan
    finding = Finding(0.05, {"age": 1e6}, 2.5)
    found = atlas_directions.find("age", codes, some, slopes, finding)
    torch.testing.assert_close(found, atlas_directions.find("age", codes[100:], wanted[100:], slopes, finding))
    torch.testing.assert_close(found.norm(dim=1), torch.full((2,), 2.5))


def test_wearers_are_those_whose_edges_their_skin_does_not_tell(generator):
    measured = torch.rand(200, len(ROWS), generator=generator())
    skin, glasses = ROWS.index("skin"), ROWS.index("glasses")
    measured[:, glasses] = 30 * measured[:, skin]
    measured[[3, 50, 120, 160, 199], glasses] += 5.0
    assert atlas_directions.wearers(measured).nonzero()[:, 0].tolist() == [3, 50, 120, 160, 199]  # a fortieth of all
