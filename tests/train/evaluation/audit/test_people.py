from __future__ import annotations

import numpy as np
import pytest
import torch

from train import TrainError
from train.evaluation.audit import people
from train.evaluation.harness.heldout_faces import HeldoutFaces


def test_ages_fall_into_four_bands_and_unknown_labels_into_none():
    years = np.array([0, 17, 18, 34, 35, 59, 60, 116, np.nan])
    some = people.People(np.array([0, 1, 2, 3, 4, 0, 1, 2, -1]), np.array([0, 1] * 4 + [-1]), years, np.arange(9))
    assert some.bands.tolist() == [0, 0, 1, 1, 2, 2, 3, 3, -1]
    counts = some.counts()
    assert counts["label"] == {"White": 2, "Black": 2, "Asian": 2, "Indian": 1, "Others": 1}
    assert counts["label x gender"]["Others, male"] == 1
    assert "Others, female" not in counts["label x gender"]
    assert (some.majority.sum(), some.others.sum()) == (2, 6)


def test_faces_without_labels_cannot_be_audited():
    with pytest.raises(TrainError, match="carry no labels"):
        people.of(HeldoutFaces(torch.zeros(1, 3, 8, 8, dtype=torch.uint8), None, 0, "made up"))
