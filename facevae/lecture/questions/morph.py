"""The question of the tab Morph: how long a code is half-way between two."""

from __future__ import annotations

import torch
from torch import Tensor

from facevae.latent import sample
from facevae.latent.interpolation import path
from facevae.lecture.questions.answer import Answer, Question
from facevae.model import FaceVae

SEED = 10_000
"""Of the other person, who is invented; not one of those that the page can be asked for."""

LENGTHS = {"as long": 1.0, "0.7 as long": 0.7, "half as long": 0.5}


def half_way_code(model: FaceVae, face: Tensor) -> Answer:
    """Tell how long the code is half-way between this face and an invented one, relative to the mean of theirs.

    Guard: 0.03 from where another choice is nearer; the margin is how far it is from there. Two codes of 256 numbers
    are nearly at right angles whoever the people are, so that it is 0.7 for almost all: that is the lesson.
    """
    own, other = model.encode(face).mean, sample(model, 1, torch.Generator().manual_seed(SEED))
    start, middle, end = path(own, other, 3).norm(dim=1).tolist()
    length = 2 * middle / (start + end)
    answer = min(LENGTHS, key=lambda name: abs(length - LENGTHS[name]))
    bounds = [(LENGTHS[answer] + value) / 2 for name, value in LENGTHS.items() if name != answer]
    return Answer(
        tuple(LENGTHS),
        answer,
        min(abs(length - bound) for bound in bounds),
        f"The two codes are {start:.1f} and {end:.1f} long, half-way between them {middle:.1f}: {length:.2f} of that. "
        "In 256 dimensions two people stand nearly at right angles, so the middle is probable, but nobody's.",
    )


QUESTIONS = (
    Question(
        "half-way-code",
        "morph",
        "Half-way between this person and another: how long is the code, next to theirs?",
        tuple(LENGTHS),
        half_way_code,
        0.03,
        "of the length",
    ),
)
