"""The question of the tab Sliders: what a step towards older changes besides."""

from __future__ import annotations

import functools

import torch
from torch import Tensor

from facevae.color import brightness
from facevae.latent import MEASUREMENTS, sample
from facevae.lecture.questions.answer import Answer, Question, one_decimal, ranked
from facevae.model import FaceVae
from facevae.models.attributes import Attributes

STEPS = 2.0
"""Of the slider Age."""

TRAITS = {"skin tone": "skin", "smile": "smile", "background": "background"}
"""Choices -> what is measured, all on pixels alone."""

CHOICES = (*TRAITS, "nothing")

NOTHING = 0.3
"""Of a trait's spread over people, below which it hardly changes."""

PEOPLE, SEED = 48, 1
"""Invented ones, whose spread the changes are measured by."""

_UNREAD = Attributes(*(torch.empty(0) for _ in range(4)))
"""No network reads these faces: what is measured takes pixels alone."""


def age_besides(model: FaceVae, face: Tensor) -> Answer | None:
    """Move the code of the face two steps along Age, and tell which trait changes most besides.

    In units of each trait's spread over invented people. Guard: 0.1 of that unit; the margin is how far the largest
    change is ahead of the next and of `NOTHING`, or, where the answer is "nothing", below it. A direction is the same
    for all faces, and so is the answer as long as the weights are: that is the lesson.

    Returns:
        None for a model without a direction of that name.
    """
    if model.atlas is None or "age" not in model.atlas.config.names:
        return None
    row = model.atlas.config.names.index("age")
    before, after, alone = _measured(model, model.encode(face).mean, STEPS * model.atlas.directions[:, row])
    moved = dict(zip(TRAITS, (after - before).tolist(), strict=True))
    turned = dict(zip(TRAITS, (alone - before).tolist(), strict=True))
    spread = dict(zip(TRAITS, _spread(model), strict=True))
    shares = {name: abs(change) / spread[name] for name, change in moved.items()}
    first, second = ranked(shares)[:2]
    if shares[first] < NOTHING:
        answer, margin = CHOICES[-1], NOTHING - shares[first]
    else:
        answer, margin = first, shares[first] - max(NOTHING, shares[second])
    return Answer(CHOICES, answer, margin, _sentence(first, moved[first], shares[first], turned[first]))


def _sentence(trait: str, change: float, share: float, turned: float) -> str:
    way = MEASUREMENTS[TRAITS[trait]].high if change > 0 else MEASUREMENTS[TRAITS[trait]].low
    return (
        f"{trait.capitalize()} moves most: {one_decimal(abs(change))} levels towards {way}, {one_decimal(share)} times "
        f"its spread over people, and {one_decimal(abs(turned))} levels with Change one thing at a time. A direction "
        "takes along what goes together in the data."
    )


@torch.inference_mode()
def _measured(model: FaceVae, code: Tensor, steps: Tensor) -> Tensor:
    """Measure the `TRAITS` of what a code, (1, D), is decoded to, before and after each of two steps: (3, traits)."""
    return _traits(model.decode(torch.cat([code, code + steps])))


@functools.lru_cache(maxsize=2)
@torch.inference_mode()
def _spread(model: FaceVae) -> tuple[float, ...]:
    """Standard deviation of the `TRAITS` over invented people."""
    codes = sample(model, PEOPLE, torch.Generator().manual_seed(SEED))
    return tuple(_traits(model.decode(codes)).std(0).clamp(min=1e-6).tolist())


def _traits(faces: Tensor) -> Tensor:
    luma = brightness(faces)[:, 0]
    return torch.stack([MEASUREMENTS[key].measure(faces, luma, _UNREAD) for key in TRAITS.values()], dim=1)


QUESTIONS = (
    Question(
        "age-besides",
        "sliders",
        "Push Age by two: what changes most besides?",
        CHOICES,
        age_besides,
        0.1,
        "of a trait's spread over people",
    ),
)
