from __future__ import annotations

import numpy as np
import pytest
import torch

from facevae import metrics
from facevae.damage.masks import eyes
from train.evaluation.audit import skin
from train.evaluation.audit.drawing import FAITHFUL, NINE, NINE_WAYS, REAL, USES, Part, shifted
from train.evaluation.audit.matched_blur import matched_blur


@pytest.mark.parametrize("target", [20.0, 24.0, 30.0])
def test_a_blur_costs_what_it_was_told_to_and_only_within_the_mask(make_faces, target):
    faces = make_faces(3, 64)
    mask = eyes(64).expand(3, -1, -1, -1)
    blurred = matched_blur(faces, torch.full((3,), target), mask)
    assert metrics.psnr(blurred, faces, mask).tolist() == pytest.approx([target] * 3, abs=0.2)
    assert torch.equal(blurred * (1 - mask), faces * (1 - mask))


def test_a_flat_picture_is_not_changed_by_any_blur():
    grey = torch.full((1, 3, 16, 16), 0.4)
    assert matched_blur(grey, torch.tensor([20.0]), torch.ones(1, 1, 16, 16)).allclose(grey, atol=1e-5)


def test_a_picture_moves_to_the_right_and_its_left_edge_is_continued():
    row = torch.arange(4.0).expand(1, 3, 4, 4) / 4
    assert shifted(row, 2)[0, 0, 0].tolist() == [0, 0, 0, 0.25]


@pytest.mark.parametrize("use", USES)
def test_every_method_draws_the_damage_and_nothing_beside_it(tiny_model, make_faces, use):
    part = Part(make_faces(2, tiny_model.image_size), 0, make_faces(1, tiny_model.image_size))
    mask = USES[use].hole(tiny_model.image_size).expand(2, -1, -1, -1)
    with torch.inference_mode():
        drawn = dict(USES[use].draw(tiny_model, part, mask))
    assert {FAITHFUL, REAL} <= set(drawn)
    for method, faces in drawn.items():
        known = (part.clean * (1 - mask))[:, None] if method == NINE_WAYS else part.clean * (1 - mask)
        assert faces.shape[-3:] == part.clean.shape[1:]
        assert torch.equal(faces * (1 - mask[:, None] if method == NINE_WAYS else 1 - mask), known.expand_as(faces))
    if NINE_WAYS in drawn:
        assert drawn[NINE_WAYS].shape[1] == NINE


def test_the_colours_of_white_grey_and_red():
    faces = torch.stack([torch.ones(3), torch.full((3,), 0.5), torch.tensor([1.0, 0, 0])])[..., None, None]
    lab = skin.colour(faces.expand(-1, -1, 20, 20), skin.CHEEKS)
    assert lab[0] == pytest.approx([100, 0, 0], abs=0.02)
    assert lab[1] == pytest.approx([53.39, 0, 0], abs=0.02)
    assert lab[2] == pytest.approx([53.24, 80.09, 67.20], abs=0.05)
    assert skin.hue(lab)[2] == pytest.approx(40.0, abs=0.1)
    assert skin.tone(np.array([[60.0, 0, 10.0], [50.0, 0, 10.0]])) == pytest.approx([45, 0])
    assert skin.difference(lab, lab) == pytest.approx([0, 0, 0])
    light, contrast = skin.light(faces.expand(-1, -1, 20, 20))
    assert light == pytest.approx(lab[:, 0])
    assert contrast == pytest.approx([0, 0, 0], abs=1e-4)
