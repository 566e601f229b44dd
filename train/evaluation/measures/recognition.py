"""Accuracy and calibration of the attributes network on test faces."""

from __future__ import annotations

from typing import Any

import torch

from facevae.models.attributes import ETHNICITIES, GENDERS, OLDEST
from facevae.models.face_reader import FaceReader
from train import TrainError
from train.evaluation.harness.bootstrap import share
from train.evaluation.harness.heldout_faces import HeldoutFaces
from train.evaluation.harness.subject import Subject
from train.evaluation.methods import classification


def measure(subject: Subject, heldout: HeldoutFaces) -> dict[str, Any]:
    """Compare what the network says of the test faces with their labels.

    Returns:
        gender, ethnicity and age, as ``classification`` describes them; of a `FaceReader` also age's in_range, the
        share of the ages that lie in its range.
    Raises:
        TrainError: the faces carry no labels.
    """
    if heldout.test is None:
        raise TrainError("These faces carry no labels; give a file of `python -m train prepare`.")
    guesses = [subject.model.predict(faces) for _, faces in heldout.batches("Reading faces")]
    gender = torch.cat([guess.gender for guess in guesses])
    ethnicity = torch.cat([guess.ethnicity for guess in guesses])
    age = torch.cat([guess.age for guess in guesses])
    described = classification.describe_age(age, heldout.test.age)
    if isinstance(subject.model, FaceReader):
        youngest, oldest = subject.model.age_range(torch.cat([guess.ages for guess in guesses]))
        truth = heldout.test.age.clamp(max=OLDEST)
        inside = (youngest <= truth) & (truth <= oldest)
        described["in_range"] = share(inside[~truth.isnan()].numpy(force=True))
    return {
        "gender": classification.describe(gender, heldout.test.gender, GENDERS),
        "ethnicity": classification.describe(ethnicity, heldout.test.ethnicity, ETHNICITIES),
        "age": described,
    }
