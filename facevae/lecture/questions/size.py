"""Questions of the tab Size and price: which model's dice show most, and whether the best copier invents best."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from torch import Tensor

from facevae import networks
from facevae.checkpoints import results
from facevae.checkpoints.locations import CHECKPOINTS
from facevae.latent import study
from facevae.lecture.questions.answer import Answer, Question, lead, one_decimal, ranked
from facevae.model import FaceVae

LEVELS = 255

SEED = 1
"""Of the dice."""

CORNERS = {
    "4 numbers, price 1": (4, 1.0),
    "4 numbers, price 0.01": (4, 0.01),
    "256 numbers, price 1": (256, 1.0),
    "256 numbers, price 0.01": (256, 0.01),
}

YES_OR_NO = ("yes", "no")


def widest_wobble(_model: FaceVae, face: Tensor) -> Answer:
    """Tell which of the four extreme models moves the picture most when its dice are thrown eight times.

    Guard: 0.5 of 255 levels more than the next (root of the mean square); the margin is that difference. The same model
    wins on all faces that were tried, as its price, not the face, has widened its code: that is the lesson.
    """
    models = [networks.study_model(study.name_of(*corner)) for corner in CORNERS.values()]
    _, distances = study.wobble(models, study.at_size(face, models[0].image_size), SEED)
    moved = dict(zip(CORNERS, (LEVELS * distances).tolist(), strict=True))
    first, *_, last = ranked(moved)
    return Answer(
        tuple(CORNERS),
        first,
        lead(moved),
        f"{first}: the picture moves by {one_decimal(moved[first])} levels, with {last} by {one_decimal(moved[last])}. "
        "A high price widens what the encoder says of each number, so that a wide code says little.",
    )


def copying_and_inventing(_model: FaceVae, face: Tensor) -> Answer | None:
    """Tell whether the model that copies this face best is the one whose invented faces are nearest to real ones.

    Copies by PSNR on this face; invented faces by their Frechet distance from the test faces, as measured.

    Guard: 0.2 dB. The margin is by how much the best copier is better than the best inventor, or, where they are
    the same, than the next copier. "No" on all faces that were tried is the lesson.

    Returns:
        None where the distances were not measured.
    """
    found = results.read(CHECKPOINTS)
    frechet = {one: _frechet(found, study.name_of(*one)) for one in study.SETTINGS}
    if any(math.isnan(value) for value in frechet.values()):
        return None
    models = [networks.study_model(study.name_of(*one)) for one in study.SETTINGS]
    copies = study.copy(models, study.at_size(face, models[0].image_size))
    psnr = dict(zip(study.SETTINGS, copies.psnr.tolist(), strict=True))
    copier, inventor = max(psnr, key=psnr.__getitem__), min(frechet, key=frechet.__getitem__)
    others = [value for one, value in psnr.items() if one != copier]
    if copier == inventor:
        margin, told = psnr[copier] - max(others), "and its new faces are the best, too"
    else:
        margin = psnr[copier] - psnr[inventor]
        distances = f"{frechet[copier]:.1f} from real ones (Fréchet distance), the best {frechet[inventor]:.1f}"
        told = f"but its new faces are {distances}"
    return Answer(
        YES_OR_NO,
        YES_OR_NO[copier != inventor],
        margin,
        f"The model of {copier[0]} numbers at price {copier[1]:g} copies it best, {one_decimal(psnr[copier])} dB, "
        f"{told}. Reconstruction is not generation: a random code has to lie where codes of faces do.",
    )


def _frechet(found: Mapping[str, Any], name: str) -> float:
    value: Any = found
    for key in (name, "distances", "faithful", "samples"):
        value = value.get(key) if isinstance(value, Mapping) else None
    return float(value) if isinstance(value, int | float) else math.nan


QUESTIONS = (
    Question(
        "widest-wobble",
        "size",
        "Throw the dice for these four models: whose picture of this face wobbles most?",
        tuple(CORNERS),
        widest_wobble,
        0.5,
        "levels of 255",
    ),
    Question(
        "copying-and-inventing",
        "size",
        "The model that copies this face best: does it also invent best?",
        YES_OR_NO,
        copying_and_inventing,
        0.2,
        "dB",
    ),
)
