"""Searching the code step by step."""

from __future__ import annotations

import torch

from facevae import damage, restore


def _noisy(tiny_model, generator):
    truth = tiny_model.decode(torch.randn(3, 4, generator=generator()))
    return (truth + 0.2 * torch.randn(truth.shape, generator=generator(1))).clamp(0, 1)


def test_it_yields_the_start_and_every_step_and_the_loss_falls(tiny_model, generator):
    noisy = _noisy(tiny_model, generator)
    states = list(restore.refine(tiny_model, noisy, torch.zeros(1, 1, 32, 32), 0.2, steps=8))
    assert [state.step for state in states] == list(range(9))
    assert states[-1].loss < states[0].loss
    assert all(state.faces.shape == state.generated.shape == noisy.shape for state in states)


def test_it_starts_where_the_restorer_is(tiny_model, generator):
    noisy, whole = _noisy(tiny_model, generator), torch.zeros(1, 1, 32, 32)
    start = next(restore.refine(tiny_model, noisy, whole, 0.2, steps=0))
    assert torch.equal(start.faces, restore.denoise(tiny_model, noisy, 0.2))
    assert torch.equal(start.generated, tiny_model.decode(tiny_model.restore_encode(noisy, whole, 0.2).mean))


def test_it_works_where_gradients_are_off(tiny_model, generator):
    noisy, hole = _noisy(tiny_model, generator), damage.centre_box(32)
    with torch.inference_mode():
        off = [state.faces for state in restore.refine(tiny_model, noisy.clone(), hole, 0.2, steps=2)]
    on = [state.faces for state in restore.refine(tiny_model, noisy, hole, 0.2, steps=2)]
    assert all(torch.equal(one, other) for one, other in zip(off, on, strict=True))


def test_what_stands_in_the_hole_does_not_matter(tiny_model, faces):
    hole = damage.centre_box(32)
    filled = [torch.where(hole > 0, colour, faces) for colour in (0.0, 1.0)]
    black, white = (list(restore.refine(tiny_model, face, hole, 0.1, steps=3))[-1].generated for face in filled)
    torch.testing.assert_close(black, white, rtol=0, atol=1e-5)
