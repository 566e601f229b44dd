"""Directions and what they change."""

from __future__ import annotations

import pytest
import torch

from facevae.latent import measurements
from facevae.latent.directions import independent, side_effects
from facevae.latent.groups import GROUPS
from facevae.latent.measurements import MEASUREMENTS


def test_orthogonal_directions_are_independent_already():
    directions = torch.eye(5)[:3]
    torch.testing.assert_close(independent(directions), directions)


def test_what_two_directions_share_is_taken_from_both():
    found = independent(torch.tensor([[1.0, 0.0, 0.0], [0.6, 0.8, 0.0]]))
    torch.testing.assert_close(found, torch.tensor([[0.8, -0.6, 0.0], [0.0, 1.0, 0.0]]))


def test_a_step_along_one_leaves_the_place_along_all_others(generator):
    directions = torch.nn.functional.normalize(torch.randn(6, 40, generator=generator()), dim=1)
    found = independent(directions)
    across = found @ directions.T
    torch.testing.assert_close(found.norm(dim=1), torch.ones(6))
    assert float((across - across.diag().diag()).abs().max()) < 1e-5
    assert (across.diag() > 0.5).all()


def test_a_direction_that_adds_nothing_is_refused():
    with pytest.raises(ValueError, match="combination of the others"):
        independent(torch.tensor([[1.0, 0.0], [0.0, 1.0], [0.6, 0.8]]))


def test_side_effects_are_half_of_forward_minus_back(tiny_model, tiny_attributes):
    codes, directions = torch.zeros(3, 4), torch.eye(4)[:2]
    found = side_effects(tiny_model, tiny_attributes, codes, directions)
    assert found.shape == (3, 2, len(MEASUREMENTS))
    ahead, back = (measurements.measure(tiny_model.decode(sign * directions), tiny_attributes) for sign in (1, -1))
    torch.testing.assert_close(found[0], (ahead - back) / 2, rtol=1e-4, atol=1e-4)


def test_no_direction_has_no_effect(tiny_model, tiny_attributes):
    assert not side_effects(tiny_model, tiny_attributes, torch.zeros(2, 4), torch.zeros(1, 4)).any()


def _grey(level: float) -> torch.Tensor:
    return torch.full((1, 3, 64, 64), level)


def test_traits_of_a_plain_picture_are_its_level_and_no_difference(tiny_attributes):
    found = dict(zip(MEASUREMENTS, measurements.measure(_grey(0.4), tiny_attributes)[0].tolist(), strict=True))
    assert found["skin"] == pytest.approx(0.4 * 255, rel=1e-5)
    assert found["background"] == pytest.approx(0.4 * 255, rel=1e-5)
    assert [found[name] for name in ("glasses", "light")] == pytest.approx([0, 0], abs=1e-3)
    assert found["smile"] == pytest.approx((1 - 0.6) * 0.4 * 255, rel=1e-5)  # mouths are to be 0.6 as light as skin
    ethnicities = [value for name, value in found.items() if not MEASUREMENTS[name].slider]
    assert sum(ethnicities) == pytest.approx(100, rel=1e-5)


def test_a_light_left_half_is_light_from_the_left(tiny_attributes):
    face = _grey(0.2)
    face[..., :32] = 0.6
    found = measurements.measure(torch.cat([face, face.flip(-1)]), tiny_attributes)[
        :, list(MEASUREMENTS).index("light")
    ]
    torch.testing.assert_close(found, torch.tensor([102.0, -102.0]))


def test_stripes_across_the_nose_count_as_glasses_and_white_teeth_as_a_smile(tiny_attributes):
    striped, smiling = _grey(0.5), _grey(0.5)
    striped[..., 16:24:2, 24:40] = 0.0
    smiling[..., 42:47, 20:44] = 1.0
    found = measurements.measure(torch.cat([_grey(0.5), striped, smiling]), tiny_attributes)
    glasses, smile = (found[:, list(MEASUREMENTS).index(name)] for name in ("glasses", "smile"))
    assert glasses[1] > glasses[0] + 50
    assert smile[2] > smile[0] + 100


def test_everybody_with_labels_is_in_one_group_and_nobody_else_in_any():
    age = torch.tensor([0.0, 2, 3, 29, 30, 69, 70, 110, torch.nan, 40])
    gender = torch.tensor([0, 1, 0, 1, 0, 1, 0, 1, 0, -1])
    held = torch.stack([group.holds(age, gender) for group in GROUPS.values()])
    assert held.sum(0).tolist() == [1, 1, 1, 1, 1, 1, 1, 1, 0, 0]
    assert next(iter(GROUPS)) == "female-0-2"
    assert GROUPS["female-20-29"].holds(age, gender).tolist() == [False, False, False, True, *[False] * 6]
    assert GROUPS["male-70-"].holds(age, gender).tolist() == [*[False] * 6, True, False, False, False]
