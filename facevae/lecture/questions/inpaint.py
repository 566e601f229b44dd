"""The question of the tab Inpaint: whether one of nine answers or their mean is nearer to the truth."""

from __future__ import annotations

import torch
from torch import Tensor

from facevae import metrics, restore
from facevae.damage import masks
from facevae.lecture.questions.answer import Answer, Question, one_decimal
from facevae.model import FaceVae

NINE = 9
SEED = 1

CHOICES = ("a typical answer", "the mean of nine", "equal")

LEAST = 0.2


def one_or_the_mean(model: FaceVae, face: Tensor) -> Answer:
    """Hide the left half of the face, fill it in nine ways, and compare the median of the nine with their mean.

    By PSNR inside the hole. Guard: 0.2 dB; the margin is the difference. A posterior's mean errs least on average; that
    it wins on all faces that were tried is the lesson.
    """
    mask = masks.half(model.image_size)
    nine = restore.complete(model, face * (1 - mask), mask, NINE, torch.Generator().manual_seed(SEED))
    single = metrics.psnr(nine.faces[0], face.expand(NINE, -1, -1, -1), mask)
    mean, typical = float(metrics.psnr(nine.mean, face, mask)), float(single.median())
    margin, better = abs(mean - typical), int((single < mean).sum())
    answer = CHOICES[2 if margin < LEAST else 1 if mean > typical else 0]
    return Answer(
        CHOICES,
        answer,
        margin,
        f"In the hole the mean has {one_decimal(mean)} dB, a typical one {one_decimal(typical)} dB, and it is nearer "
        f"than {better} of the nine. The mean errs least and is nobody: no picture is both nearest and most like a "
        "photo.",
    )


QUESTIONS = (
    Question(
        "one-or-the-mean",
        "inpaint",
        "Half the face is hidden: what is nearer to the truth, a typical answer or the mean of nine?",
        CHOICES,
        one_or_the_mean,
        LEAST,
        "dB",
        slow=True,
    ),
)
