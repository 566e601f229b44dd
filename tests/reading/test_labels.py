"""Labels of several pictures of one face."""

from __future__ import annotations

import math

import pytest
import torch

from facevae import reading
from facevae.models.attributes import Attributes

NAMES = ("a", "b", "c")


def test_pictures_are_counted_by_their_greatest_label_and_probabilities_averaged():
    found = reading.label_reading(NAMES, torch.tensor([[0.6, 0.3, 0.1], [0.2, 0.7, 0.1], [0.5, 0.1, 0.4]]))
    assert found.counts == (2, 1, 0)
    assert found.pictures == 3
    assert found.shares == pytest.approx((1.3 / 3, 1.1 / 3, 0.2))
    assert found.likeliest == 0
    assert found.margin == pytest.approx(0.2 / 3)


def test_of_labels_that_tie_the_more_probable_one_counts():
    found = reading.label_reading(NAMES, torch.tensor([[0.5, 0.3, 0.2], [0.05, 0.9, 0.05]]))
    assert found.counts == (1, 1, 0)
    assert found.likeliest == 1


@pytest.mark.parametrize("shape", [(3,), (2, 2), (0, 3)])
def test_other_shapes_are_refused(shape):
    with pytest.raises(ValueError, match=r"give \(K, 3\)"):
        reading.label_reading(NAMES, torch.zeros(shape))


def test_all_that_is_read_is_summed_up():
    gender, ethnicity = torch.tensor([[0.9, 0.1], [0.2, 0.8]]), torch.eye(5)[[1, 1]]
    found = reading.sum_up(Attributes(torch.tensor([20.0, 30.0]), torch.zeros(2, 101), gender, ethnicity))
    assert found.age == 25
    assert found.gender.counts == (1, 1)
    assert found.ethnicity.names[found.ethnicity.likeliest] == "Black"


@pytest.mark.parametrize(("share", "odds"), [(0.5, 0), (0.75, math.log(3)), (0.25, -math.log(3))])
def test_log_odds(share, odds):
    assert reading.log_odds(share) == pytest.approx(odds)


def test_log_odds_of_certainty_are_finite():
    assert reading.log_odds(1) == pytest.approx(math.log(9999))
    assert reading.log_odds(0) == pytest.approx(-math.log(9999))
    with pytest.raises(ValueError, match=r"share is 1\.5"):
        reading.log_odds(1.5)
