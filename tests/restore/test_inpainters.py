"""Every way to fill a hole."""

from __future__ import annotations

import pytest
import torch

from facevae import FaceVae, damage, restore


@pytest.mark.parametrize("method", restore.INPAINTERS)
def test_an_empty_mask_returns_the_faces_unchanged(tiny_model, faces, method):
    filled = restore.inpaint(tiny_model, faces, torch.zeros(1, 1, 32, 32), method=method)
    assert torch.equal(filled[:, 0], faces)


@pytest.mark.parametrize("method", restore.INPAINTERS)
@pytest.mark.parametrize("size", [0.3, 1.0])
def test_what_is_known_is_kept_and_what_is_hidden_does_not_matter(tiny_model, faces, method, size):
    mask = damage.centre_box(32, size)
    before = faces.clone()
    black, white = (
        restore.inpaint(tiny_model, torch.where(mask > 0, colour, faces), mask, method=method)[:, 0]
        for colour in (0.0, 1.0)
    )
    known = (mask == 0).expand_as(faces)
    assert torch.equal(black[known], faces[known])
    torch.testing.assert_close(black, white, rtol=0, atol=1e-4)
    assert float(black.min()) >= 0
    assert float(black.max()) <= 1
    assert torch.equal(faces, before)


@pytest.mark.parametrize("method", [name for name, item in restore.INPAINTERS.items() if item.kind == "classical"])
def test_a_classical_method_fills_a_hole_in_grey_with_grey(tiny_model, method):
    grey = torch.full((1, 3, 32, 32), 0.3)
    filled = restore.inpaint(tiny_model, grey, damage.centre_box(32), method=method)[:, 0]
    torch.testing.assert_close(filled, grey, rtol=0, atol=1e-4)


@pytest.mark.parametrize("method", [name for name, item in restore.INPAINTERS.items() if not item.multiple_samples])
def test_a_method_with_one_answer_refuses_several(tiny_model, faces, hole, generator, method):
    with pytest.raises(ValueError, match="one answer"):
        restore.inpaint(tiny_model, faces, hole, 2, generator(), method=method)


@pytest.mark.parametrize("method", [name for name, item in restore.INPAINTERS.items() if not item.removes_noise])
def test_a_method_that_removes_no_noise_refuses_it(tiny_model, faces, hole, method):
    with pytest.raises(ValueError, match="no noise"):
        restore.inpaint(tiny_model, faces, hole, method=method, sigma=0.1)


@pytest.mark.parametrize("method", [name for name, item in restore.INPAINTERS.items() if item.removes_noise])
def test_a_method_that_removes_noise_mends_both_in_one_call(tiny_model, generator, hole, method):
    truth = tiny_model.decode(torch.randn(4, 4, generator=generator(2)))
    noisy = (truth + 0.2 * torch.randn(truth.shape, generator=generator())).clamp(0, 1)
    known = (hole == 0).expand_as(truth)
    mended = restore.inpaint(tiny_model, noisy, hole, method=method, sigma=0.2)[:, 0]
    assert (mended[known] - truth[known]).square().mean() < (noisy[known] - truth[known]).square().mean()
    assert (mended[~known] - truth[~known]).square().mean() < (noisy[~known] - truth[~known]).square().mean()


@pytest.mark.parametrize("method", [name for name, item in restore.INPAINTERS.items() if item.requires])
def test_a_method_without_its_weights_says_which(tiny_vae, faces, hole, method):
    with pytest.raises(ValueError, match=f"has no {restore.INPAINTERS[method].requires}"):
        restore.inpaint(FaceVae(tiny_vae), faces, hole, method=method)


def test_an_unknown_method_names_the_nearest(tiny_model, faces, hole):
    with pytest.raises(ValueError, match="did you mean 'biharmonic'"):
        restore.inpaint(tiny_model, faces, hole, method="biharmonik")


@pytest.mark.parametrize("samples", [1, 3])
def test_known_pixels_are_bit_identical_in_every_sample(tiny_model, faces, hole, generator, samples):
    filled = restore.inpaint(tiny_model, faces, hole, samples, generator())
    assert filled.shape == (4, samples, 3, 32, 32)
    known = (hole == 0).expand(4, 3, -1, -1)
    for sample in range(samples):
        assert torch.equal(filled[:, sample][known], faces[known])


@pytest.mark.parametrize("together", [False, True])
def test_a_hole_as_large_as_the_face_gives_the_mean_face(tiny_model, faces, together):
    if not together:
        tiny_model.eigenfaces = None
    filled = restore.inpaint(tiny_model, faces, torch.ones(1, 1, 32, 32))[:, 0]
    mean_face = tiny_model.decode(torch.zeros(1, 4))
    if together:
        mean_face = (mean_face + tiny_model.eigenfaces.mean) / 2
    torch.testing.assert_close(filled, mean_face.expand_as(filled), rtol=0, atol=1e-4)


def test_the_same_seed_gives_the_same_samples_and_they_differ_from_each_other(tiny_model, faces, hole, generator):
    first = restore.inpaint(tiny_model, faces, hole, 4, generator(5))
    assert torch.equal(first, restore.inpaint(tiny_model, faces, hole, 4, generator(5)))
    assert (first[:, 0] - first[:, 1]).abs().max() > 1e-3


def test_a_larger_hole_leaves_more_to_imagination(tiny_model, faces, generator):
    def diversity(fraction):
        mask = damage.centre_box(32, fraction)
        return restore.inpaint(tiny_model, faces, mask, 16, generator()).std(1).mean()

    small, medium, large = (diversity(fraction) for fraction in (0.3, 0.6, 0.95))
    assert small < medium < large


def test_several_samples_need_a_generator(tiny_model, faces, hole):
    with pytest.raises(ValueError, match="generator"):
        restore.inpaint(tiny_model, faces, hole, 2)


def test_no_samples_are_refused(tiny_model, faces, hole):
    with pytest.raises(ValueError, match="at least 1"):
        restore.inpaint(tiny_model, faces, hole, 0)
