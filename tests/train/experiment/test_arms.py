"""Who is in each arm of the experiment."""

from __future__ import annotations

import pytest
import torch

from facevae.models.attributes import ETHNICITIES
from train import TrainError
from train.experiment import arms

LABELS = [0] * 20 + [1] * 9 + [2] * 7 + [3] * 8 + [4] * 3


def counts(faces, arm, seed=0):
    return torch.bincount(faces.ethnicity[arms.draw(arm, faces, seed)], minlength=5).tolist()


@pytest.mark.parametrize("arm", arms.ARMS)
def test_every_arm_has_as_many_faces_and_none_of_them_twice(labelled, arm):
    faces = labelled(LABELS)
    chosen = arms.draw(arm, faces, seed=1)
    assert len(set(chosen.tolist())) == len(chosen) == 5 * 3


def test_all_labels_are_equally_many_in_the_equal_arm(labelled):
    assert counts(labelled(LABELS), arms.EQUAL) == [3, 3, 3, 3, 3]


@pytest.mark.parametrize("label", ETHNICITIES)
def test_a_label_left_out_is_not_there_and_the_others_are_as_even_as_can_be(labelled, label):
    found = counts(labelled(LABELS), arms.WITHOUT[label])
    left = found.pop(ETHNICITIES.index(label))
    assert left == 0
    assert sorted(found) == [3, 4, 4, 4]


def test_as_found_nothing_is_evened_out(labelled):
    found = [counts(labelled(LABELS), arms.AS_FOUND, seed) for seed in range(40)]
    mean = torch.tensor(found, dtype=torch.float32).mean(0)
    expected = torch.bincount(torch.tensor(LABELS)) * 15 / len(LABELS)
    assert torch.allclose(mean, expected, atol=1.0)


def test_a_seed_draws_the_same_faces_again_and_another_one_others(labelled):
    faces = labelled(LABELS)
    first, again, other = (arms.draw(arms.EQUAL, faces, seed).tolist() for seed in (5, 5, 6))
    assert first == again != other


def test_of_copies_one_is_taken_and_none_where_the_labels_disagree(labelled):
    faces = labelled([0, 0, 1, 2, -1, 3], groups=[7, 7, 8, 8, 9, 10])
    assert arms.usable(faces).tolist() == [0, 5]


def test_arms_share_as_many_faces_as_they_can(labelled):
    faces = labelled(LABELS)
    equal, without = (set(arms.draw(arm, faces, 2).tolist()) for arm in (arms.EQUAL, arms.WITHOUT["White"]))
    assert {number for number in equal if faces.ethnicity[number] > 0} <= without


@pytest.mark.parametrize(
    ("most", "total", "shares"),
    [([9, 9, 9, 9], 8, [2, 2, 2, 2]), ([9, 9, 1, 9], 10, [3, 3, 1, 3]), ([0, 5, 2], 7, [0, 5, 2])],
)
def test_shares_are_even_within_their_limits(most, total, shares):
    assert arms.even_shares(most, total) == shares


def test_too_few_faces_are_refused(labelled):
    with pytest.raises(TrainError, match="6 faces for an arm of 7"):
        arms.even_shares([3, 3], 7)
    with pytest.raises(TrainError, match="every label"):
        arms.draw(arms.EQUAL, labelled([0, 1, 2, 3]), 0)
