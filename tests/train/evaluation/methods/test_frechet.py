"""The Frechet distance between sets of features."""

from __future__ import annotations

import pytest
import torch

from train.evaluation.methods.frechet import _rank_deficient, distance


@pytest.fixture
def draw(generator):
    """Return a function that draws (count, 6) features with correlations of their own for every seed."""

    def make(count: int = 40, seed: int = 0):
        random = generator(seed)
        return torch.randn(count, 6, generator=random) @ torch.randn(6, 6, generator=random)

    return make


@pytest.mark.parametrize("count", [40, 3])
def test_a_set_is_at_no_distance_from_itself(draw, count):
    assert distance(draw(count), draw(count)) == pytest.approx(0, abs=1e-9)


def test_one_dimension_by_hand():
    one = torch.tensor([[0.0], [2.0]])  # mean 1, variance 2
    other = torch.tensor([[1.0], [4.0], [7.0]])  # mean 4, variance 9
    assert distance(one, other) == pytest.approx((1 - 4) ** 2 + (2**0.5 - 3) ** 2)


def test_independent_features_add_up():
    one = torch.tensor([[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0], [0.0, -1.0]])
    assert distance(one, one * torch.tensor([2.0, 4.0])) == pytest.approx(2 / 3 * (1 + 9))


def test_covariances_that_do_not_commute_by_hand():
    # tr (A B)^1/2 of A = diag(a, 0) and B = b/2 [[1, 1], [1, 1]] is that of their only common part, (a b / 2)^1/2.
    one = torch.tensor([[1.0, 0.0], [-1.0, 0.0]])  # a = 2
    other = torch.tensor([[2.0, 2.0], [-2.0, -2.0]])  # b = 16
    assert distance(one, other) == pytest.approx(2 + 16 - 2 * 4)


@pytest.mark.parametrize("count", [40, 3])
def test_a_shift_counts_its_squared_length(draw, count):
    shift = torch.tensor([3.0, 0.0, 0.0, -4.0, 0.0, 0.0])
    assert distance(draw(count), draw(count) + shift) == pytest.approx(25, rel=1e-5)


@pytest.mark.parametrize(("count", "size"), [(2000, 64), (300, 257)])
def test_covariances_of_full_rank_do_not_need_piqa(generator, count, size):
    random = generator()
    mixing = torch.randn(size, size, generator=random, dtype=torch.float64) / size**0.5
    one, other = (torch.randn(count, size, generator=random, dtype=torch.float64) @ mixing for _ in range(2))
    shift = (one.mean(0) - other.mean(0)).square().sum()
    by_hand = shift + _rank_deficient(one - one.mean(0), other - other.mean(0))
    assert distance(one, other) == pytest.approx(float(by_hand), abs=1e-6)


def test_both_ways_are_equally_far(draw):
    one, other = draw(40, 0), draw(4, 1)
    assert distance(one, other) == pytest.approx(distance(other, one))
    assert distance(one, other) > 1


def test_turning_both_sets_changes_nothing(draw, generator):
    one, other = draw(40, 0).double(), draw(30, 1).double()
    turn = torch.linalg.qr(torch.randn(6, 6, generator=generator(2), dtype=torch.float64)).Q
    assert distance(one @ turn, other @ turn) == pytest.approx(distance(one, other))
    assert distance(one @ turn, other) != pytest.approx(distance(one, other), rel=0.01)


def test_features_with_a_large_common_part_keep_their_digits(draw):
    one, other = (draw(seed=seed).mul(64).round() / 64 for seed in (0, 1))  # float32 can add 4096 without rounding
    assert distance(one + 4096, other + 4096) == pytest.approx(distance(one, other), rel=1e-9)


@pytest.mark.parametrize(("one", "other"), [((5, 3), (5, 2)), ((1, 3), (5, 3)), ((5, 3), (1, 3)), ((5,), (5,))])
def test_sets_that_do_not_fit_are_refused(one, other):
    with pytest.raises(ValueError, match="at least 2 rows"):
        distance(torch.zeros(one), torch.zeros(other))


def test_features_that_are_not_finite_are_refused():
    with pytest.raises(ValueError, match="not finite"):
        distance(torch.zeros(3, 2), torch.full((3, 2), torch.nan))
