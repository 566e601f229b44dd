"""Nearest training faces, and what they say of copies."""

from __future__ import annotations

import json

import pytest
import torch

from train.evaluation.methods import nearest_neighbors
from train.evaluation.methods.nearest_neighbors import compare, nearest

HUNDRED = torch.arange(1.0, 101.0)
"""Distances of a hundred unseen faces: median 50.5, first percentile 1.99."""


def test_distances_by_hand():
    queries = torch.tensor([[0.0, 0.0], [3.0, 4.0], [10.0, 0.0]])
    pool = torch.tensor([[3.0, 4.0], [10.0, 2.0], [0.0, 6.0]])
    assert nearest(queries, pool).tolist() == pytest.approx([5, 0, 2])


def test_chunks_do_not_change_the_distances(monkeypatch, generator):
    queries, pool = torch.randn(7, 3, generator=generator(0)), torch.randn(11, 3, generator=generator(1))
    by_hand = (queries[:, None] - pool).norm(dim=2).amin(1)
    monkeypatch.setattr(nearest_neighbors, "CHUNK", 4)
    torch.testing.assert_close(nearest(queries, pool), by_hand)


def test_a_copy_far_from_the_origin_is_at_no_distance(generator):
    pool = 100 + torch.randn(50, 256, generator=generator(0))
    found = nearest(pool[:2] + torch.tensor([[0.0], [0.001]]), pool)
    assert found.tolist() == pytest.approx([0, 0.016], abs=5e-4)  # 0.001 in each of 256 features is 0.016


@pytest.mark.parametrize(("queries", "pool"), [((4, 3), (4, 2)), ((0, 3), (4, 3)), ((4, 3), (0, 3)), ((4,), (4,))])
def test_features_that_do_not_fit_are_refused(queries, pool):
    with pytest.raises(ValueError, match="at least 1 row"):
        nearest(torch.zeros(queries), torch.zeros(pool))


def test_features_that_are_not_finite_are_refused():
    with pytest.raises(ValueError, match="not finite"):
        nearest(torch.full((2, 3), torch.inf), torch.zeros(2, 3))


def test_a_comparison_by_hand():
    found = compare(torch.tensor([1.0, 1.5, 101.0, 202.0]), HUNDRED)
    assert (found["samples"]["median"], found["samples"]["n"]) == (51.25, 4)
    assert (found["unseen"]["median"], found["unseen"]["n"]) == (50.5, 100)
    assert found["ratio"] == pytest.approx(51.25 / 50.5, abs=1e-4)
    assert found["threshold"] == 1.99
    assert (found["share"]["mean"], found["share"]["n"]) == (0.5, 4)
    assert found["share"]["low"] < 0.5 < found["share"]["high"]


def test_samples_like_the_unseen_faces_have_ratio_one_and_the_share_of_real_faces():
    found = compare(HUNDRED, HUNDRED)
    assert (found["ratio"], found["share"]["mean"]) == (1.0, nearest_neighbors.NEAR)


def test_one_copy_in_ten_shows_in_the_share_and_hardly_in_the_ratio():
    found = compare(torch.cat([torch.zeros(10), HUNDRED[10:]]), HUNDRED)
    assert found["share"]["mean"] == 0.1
    assert found["ratio"] == 1.0


def test_a_model_that_only_copies_has_ratio_zero():
    found = compare(torch.zeros(20), HUNDRED)
    assert (found["ratio"], found["share"]["mean"]) == (0.0, 1.0)


def test_a_comparison_can_be_written_as_json():
    found = compare(HUNDRED / 2, HUNDRED)
    assert json.loads(json.dumps(found, allow_nan=False)) == found


@pytest.mark.parametrize(
    "wrong", [torch.zeros(0), torch.ones(2, 2), torch.tensor([1.0, -1.0]), torch.tensor([torch.nan])]
)
def test_what_is_no_distance_is_refused(wrong):
    with pytest.raises(ValueError, match="samples"):
        compare(wrong, HUNDRED)
    with pytest.raises(ValueError, match="unseen"):
        compare(HUNDRED, wrong)


def test_unseen_faces_out_of_the_training_set_are_refused():
    with pytest.raises(ValueError, match="not training faces"):
        compare(HUNDRED, torch.tensor([0.0, 0.0, 1.0]))
