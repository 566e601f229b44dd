"""Directions and what they change."""

from __future__ import annotations

import pytest
import torch

from facevae.latent import measurements
from facevae.latent.directions import gradients, side_effects, unaffected
from facevae.latent.groups import GROUPS
from facevae.latent.measurements import MEASUREMENTS


def test_a_direction_loses_what_would_change_the_rest_and_nothing_else():
    found = unaffected(torch.tensor([3.0, 4.0, 4.0]), torch.tensor([[0.0, 9.0, 0.0]]))
    torch.testing.assert_close(found, torch.tensor([0.6, 0.0, 0.8]), rtol=0, atol=1e-4)


def test_a_step_leaves_all_that_is_to_stay_even_if_it_is_said_twice(generator):
    random = generator()
    slopes, direction = torch.randn(6, 40, generator=random), torch.randn(40, generator=random)
    slopes[5] = slopes[0] - 2 * slopes[1]
    found = unaffected(direction, slopes)
    torch.testing.assert_close(found.norm(), torch.tensor(1.0))
    assert float((slopes @ found).abs().max()) < 1e-2 * float((slopes @ direction).abs().max())
    assert float(found @ direction) > 0


def test_where_all_is_to_stay_the_direction_still_has_a_length():
    found = unaffected(torch.tensor([0.6, 0.8]), 5 * torch.eye(2))
    torch.testing.assert_close(found, torch.tensor([0.6, 0.8]), rtol=1e-3, atol=1e-3)  # both slopes take an equal share


def test_gradients_are_what_a_small_step_changes(tiny_model, tiny_attributes, generator):
    codes, step = torch.randn(2, 4, generator=generator()), 1e-2 * torch.eye(4)[1]
    found = gradients(tiny_model, tiny_attributes, codes)
    assert found.shape == (2, len(MEASUREMENTS), 4)
    ahead, back = (measurements.measure(tiny_model.decode(codes + sign * step), tiny_attributes) for sign in (1, -1))
    torch.testing.assert_close(found @ step, (ahead - back) / 2, rtol=5e-2, atol=1e-3)


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
