"""Several completions of one hole."""

from __future__ import annotations

import pytest
import torch

from facevae import damage, restore
from facevae.damage import masks
from facevae.restore import Restoration, complete
from facevae.restore.completions import EFFECTIVE, _effective, _fit, _weigh, diversity


def test_their_mean_and_variance_are_weighted():
    faces = torch.stack([torch.zeros(3, 2, 2), torch.ones(3, 2, 2)])[None]
    both = Restoration(faces, torch.tensor([[0.25, 0.75]]))
    torch.testing.assert_close(both.mean, torch.full((1, 3, 2, 2), 0.75))
    torch.testing.assert_close(both.variance, torch.full((1, 1, 2, 2), 0.25 * 0.75))


@pytest.mark.parametrize("samples", [1, 2, 9])
def test_weights_fall_and_add_up_to_one(tiny_model, faces, hole, generator, samples):
    found = restore.complete(tiny_model, faces, hole, samples, generator())
    assert found.faces.shape == (4, samples, 3, 32, 32)
    torch.testing.assert_close(found.weights.sum(1), torch.ones(4))
    assert (found.weights.diff(dim=1) <= 0).all()


def test_the_same_seed_gives_the_same_nine_and_another_does_not(tiny_model, faces, hole, generator):
    first, again, other = (restore.complete(tiny_model, faces, hole, 9, generator(seed)) for seed in (5, 5, 6))
    assert torch.equal(first.faces, again.faces)
    assert torch.equal(first.weights, again.weights)
    assert not torch.equal(first.faces, other.faces)


def test_all_agree_on_what_is_known(tiny_model, faces, hole, generator):
    variance = restore.complete(tiny_model, faces, hole, 9, generator()).variance
    assert float(variance[(hole == 0).expand_as(variance)].max()) < 1e-12
    assert float(variance[(hole > 0).expand_as(variance)].mean()) > 1e-5


def test_steps_bring_them_closer_to_what_is_seen(tiny_model, generator):
    truth = tiny_model.decode(torch.randn(6, 4, generator=generator(3)))
    hole = damage.half(32)

    def misfit(steps):
        posterior = tiny_model.restore_encode(truth, hole, 0.0)
        drawn = posterior.mean[:, None] + posterior.std[:, None] * torch.randn(6, 8, 4, generator=generator(4))
        evidence = tiny_model.linear.small(truth, 1 - hole.expand(6, -1, -1, -1), torch.zeros(6))
        return -_fit(tiny_model, drawn, posterior.std, evidence, hole.expand(6, -1, -1, -1), steps)[1].mean()

    assert misfit(2) < misfit(1) < misfit(0)


def test_with_nothing_known_all_count_alike(tiny_model, faces, generator):
    found = restore.complete(tiny_model, faces, torch.ones(1, 1, 32, 32), 4, generator())
    torch.testing.assert_close(found.weights, torch.full((4, 4), 0.25))


def test_opposite_pairs_keep_the_mean_of_a_linear_model(tiny_model, faces, hole, generator):
    single = restore.complete(tiny_model, faces, hole, 1, steps=0).faces[:, 0]
    many = restore.complete(tiny_model, faces, hole, 9, generator(), steps=0).faces.mean(1)
    inside = hole.expand_as(single) > 0
    spread = restore.complete(tiny_model, faces, hole, 9, generator(), steps=0).variance.mean().sqrt()
    # The decoder is linear but for clipping, so that pairs cancel and nothing of the spread is left.
    assert float((single - many)[inside].abs().mean()) < 0.1 * float(spread)


def test_noise_and_a_hole_are_mended_in_one_call(tiny_model, faces, hole, generator):
    noisy = (faces + 0.2 * torch.randn(faces.shape, generator=generator())).clamp(0, 1)
    found = restore.complete(tiny_model, noisy, hole, 3, generator(), sigma=0.2)
    known = (hole == 0).expand_as(faces)
    assert (found.faces[:, 0][known] - faces[known]).square().mean() < (noisy[known] - faces[known]).square().mean()
    assert torch.equal(found.faces[:, 0][known], found.faces[:, 1][known])


def test_weights_are_the_likelihoods_where_those_leave_enough():
    mild = torch.tensor([[0.0, -0.1, -0.2, 0.1]])
    torch.testing.assert_close(_weigh(mild), mild.softmax(1))


def test_harsh_likelihoods_are_tempered_until_enough_count():
    harsh = torch.tensor([[0.0, -100.0, -250.0, -400.0], [0.0, 0.0, 0.0, 0.0]])
    weights = _weigh(harsh)
    assert float(_effective(weights.log())[0]) == pytest.approx(EFFECTIVE * 4, rel=1e-3)
    assert (weights[0].diff() < 0).all()
    torch.testing.assert_close(weights[1], torch.full((4,), 0.25))


def grey_completions(*values: float) -> Restoration:
    """One face of 4 pixels a side, each completion of one grey, all weighing the same."""
    faces = torch.tensor(values).view(1, -1, 1, 1, 1).expand(1, len(values), 3, 4, 4)
    return Restoration(faces, torch.full((1, len(values)), 1 / len(values)))


def test_two_that_are_apart_differ_by_half_of_it():
    assert diversity(grey_completions(0.2, 0.6), torch.ones(1, 1, 4, 4)).item() == pytest.approx(0.2)


def test_only_the_hole_counts():
    faces = grey_completions(0.2, 0.6).faces.clone()
    faces[..., :2, :] = 0.4
    halves = Restoration(faces, torch.full((1, 2), 0.5))
    top, bottom = masks.half(4, "top"), masks.half(4, "bottom")
    assert diversity(halves, top).item() == 0
    assert diversity(halves, bottom).item() == pytest.approx(0.2)
    # Half of the pixels at a variance of 0.04, half at 0.
    assert diversity(halves, torch.ones(1, 1, 4, 4)).item() == pytest.approx(0.02**0.5)


def test_nothing_hidden_is_nothing_to_differ_about():
    assert diversity(grey_completions(0.0, 1.0), torch.zeros(1, 1, 4, 4)).tolist() == [0]


def test_a_larger_hole_leaves_more_open(tiny_model, faces, generator):
    def spread(fraction):
        mask = masks.centre_box(tiny_model.image_size, fraction)
        return diversity(complete(tiny_model, faces, mask, 9, generator(1)), mask)

    small, middle, large = (spread(fraction) for fraction in (0.3, 0.6, 1.0))
    assert small.shape == (len(faces),)
    assert small.mean() < middle.mean() < large.mean()


def test_a_mask_of_another_size_is_refused():
    with pytest.raises(ValueError, match="mask"):
        diversity(grey_completions(0.2, 0.6), torch.ones(1, 1, 8, 8))
