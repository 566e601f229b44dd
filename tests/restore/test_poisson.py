"""Blending: what is known stays, and there is no seam."""

from __future__ import annotations

import pytest
import torch

from facevae.restore.poisson import blend, extend


@pytest.fixture
def hole():
    mask = torch.zeros(1, 1, 32, 32)
    mask[..., 12:20, 10:22] = 1
    return mask


def test_known_pixels_are_bit_identical(faces, hole):
    generated = torch.full_like(faces, 0.5)
    result = blend(faces, generated, hole)
    outside = hole.expand_as(faces) == 0
    assert torch.equal(result[outside], faces[outside])


def test_the_face_itself_fills_its_own_hole(faces, hole):
    torch.testing.assert_close(blend(faces, faces, hole), faces, rtol=0, atol=1e-6)


def test_a_small_hole_takes_over_a_constant_difference_nearly_whole(hole):
    known, generated = torch.full((1, 3, 32, 32), 0.6), torch.full((1, 3, 32, 32), 0.4)
    small = torch.zeros_like(hole)
    small[..., 15:17, 15:17] = 1
    inside = blend(known, generated, small)[small.expand(-1, 3, -1, -1) > 0]
    assert (inside - 0.6).abs().max() < 0.02


def test_far_inside_a_large_hole_the_model_stands_alone():
    known, generated = torch.full((1, 3, 64, 64), 0.8), torch.full((1, 3, 64, 64), 0.3)
    mask = torch.zeros(1, 1, 64, 64)
    mask[..., 4:60, 4:60] = 1
    result = blend(known, generated, mask)
    assert abs(float(result[0, 0, 32, 32]) - 0.3) < 0.06
    assert abs(float(result[0, 0, 4, 32]) - 0.8) < 0.12


def test_an_extension_solves_the_screened_equation(generator, hole):
    residual = torch.randn(1, 3, 32, 32, generator=generator()) * (1 - hole)
    extended = extend(residual, hole)
    padded = torch.nn.functional.pad(extended, (1, 1, 1, 1), mode="replicate")
    around = padded[..., :-2, 1:-1] + padded[..., 2:, 1:-1] + padded[..., 1:-1, :-2] + padded[..., 1:-1, 2:]
    equation = (4 + 1 / (0.12 * 32) ** 2) * extended - around
    assert (equation * hole).abs().max() < 1e-4


def test_an_extension_never_exceeds_what_it_continues(generator, hole):
    residual = torch.rand(1, 3, 32, 32, generator=generator()) * (1 - hole)
    assert float(extend(residual, hole).min()) >= -1e-5
    assert float(extend(residual, hole).max()) <= float(residual.max()) + 1e-5


def test_shapes_that_differ_are_refused(faces, make_faces, hole):
    with pytest.raises(ValueError, match="generated"):
        blend(faces, make_faces(4, size=16), hole)


def test_what_fills_a_hole_can_be_differentiated_in_what_surrounds_it(generator):
    residual = torch.randn(1, 1, 8, 8, generator=generator(), dtype=torch.float64, requires_grad=True)
    mask = torch.zeros(1, 1, 8, 8, dtype=torch.float64)
    mask[..., 2:6, 3:7] = 1
    assert torch.autograd.gradcheck(lambda residual: extend(residual, mask), residual, fast_mode=True)
