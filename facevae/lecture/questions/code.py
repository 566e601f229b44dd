"""Questions of the tab The code: its bits, its share of an exact copy, and which of its numbers matter."""

from __future__ import annotations

import math

import torch
from torch import Tensor

from facevae import metrics
from facevae.latent.exact_copy import exact_copy
from facevae.latent.out_of_distribution import cat, grey, upside_down
from facevae.latent.rate import change_map, estimate_rate, jpeg_of_size
from facevae.lecture.questions.answer import Answer, Question, lead, one_decimal, ranked
from facevae.model import FaceVae

LEVELS = 255

BITS: dict[str, float] = {"8,192": 8192, "2,048": 2048, "about 1,200": 1200, "256": 256}
"""Choices: 32 bits a number, 8, what faces were measured to need, and 1."""

SHARES = {"0.4 %": 0.4, "4 %": 4.0, "40 %": 40.0, "90 %": 90.0}

COSTLIEST, CHEAPEST = 16, 128
"""Numbers that are lost."""

LOST_CHOICES = (f"the {COSTLIEST} costliest", f"the {CHEAPEST} cheapest", "equal")
JPEG_CHOICES = ("the JPEG", "the code", "equal")
CHEAP_CHOICES = ("this face", "this face upside down", "a cat", "plain grey")

LEAST_LOST, LEAST_DB = 1.0, 0.2


def bits_of_the_code(model: FaceVae, face: Tensor) -> Answer:
    """Tell how many bits the code carries, as the nearest of the choices by their ratio.

    Guard: 5 % from where another choice is nearer; the margin is that ratio less 1, in %. That it is the same choice
    for most faces is the lesson: how much is stored does not tell how much is said.
    """
    total = estimate_rate(model, face).total
    answer, margin = _nearest(total, BITS)
    return Answer(
        tuple(BITS),
        answer,
        margin,
        f"{total:,.0f} bits, though {model.latent_dim} numbers are stored in {32 * model.latent_dim:,}. A number that "
        "may be a little off carries little: information is not storage.",
    )


def share_of_the_code(model: FaceVae, face: Tensor) -> Answer:
    """Tell the code's part of an exact copy, as the nearest of the choices by their ratio.

    Guard: as for `bits_of_the_code`. It is the same choice for all faces, far from the one that people expect.
    """
    cost = exact_copy(model, face)
    share = 100 * cost.code_share
    answer, margin = _nearest(share, SHARES)
    return Answer(
        tuple(SHARES),
        answer,
        margin,
        f"{share:.2f} %: the code takes {cost.code_bits:,.0f} bits, the correction {cost.correction_bits:,.0f}. So the "
        "price of the code looks small in the loss, whatever it decides.",
    )


@torch.inference_mode()
def costly_or_cheap(model: FaceVae, face: Tensor) -> Answer:
    """Compare what the picture loses with the 16 costliest numbers of the code, and with the 128 cheapest.

    Guard: the pictures change by amounts that differ by 1 of 255 levels (root of the mean square); the margin is that
    difference. The costliest win on all faces that were tried, against their bits: that is the lesson.
    """
    rated = estimate_rate(model, face)
    whole, losses, saved = model.decode(rated.latents), [], []
    for off in (rated.order[:COSTLIEST], rated.order[-CHEAPEST:]):
        losses.append(LEVELS * float(change_map(whole, model.decode(rated.without(off))).square().mean().sqrt()))
        saved.append(rated.total - rated.kept(off))
    margin = abs(losses[0] - losses[1])
    answer = LOST_CHOICES[2 if margin < LEAST_LOST else 0 if losses[0] > losses[1] else 1]
    return Answer(
        LOST_CHOICES,
        answer,
        margin,
        f"The {COSTLIEST} costliest have {saved[0]:.0f} bits and change the picture by {losses[0]:.0f} levels, the "
        f"{CHEAPEST} cheapest {saved[1]:.0f} bits and {losses[1]:.0f} levels. Bits count doublings of precision, not "
        "how much one sees.",
    )


def code_or_jpeg(model: FaceVae, face: Tensor) -> Answer | None:
    """Compare the decoded code with the best JPEG of as many bits, by PSNR.

    Guard: 0.2 dB; the margin is the difference. The code wins on the shipped faces, by more on those that the model
    can draw well: a model of faces says in few bits what a model of any picture has to spell out.

    Returns:
        None where no JPEG is as small.
    """
    rated = estimate_rate(model, face)
    jpeg = jpeg_of_size(face, rated.total)
    if jpeg is None:
        return None
    of_jpeg, of_code = (float(metrics.psnr(picture, face)) for picture in (jpeg.picture, model.decode(rated.latents)))
    margin = abs(of_code - of_jpeg)
    answer = JPEG_CHOICES[2 if margin < LEAST_DB else 0 if of_jpeg > of_code else 1]
    return Answer(
        JPEG_CHOICES,
        answer,
        margin,
        f"With {rated.total:,.0f} bits the code comes to {one_decimal(of_code)} dB, the JPEG to "
        f"{one_decimal(of_jpeg)} dB. Neither counts what both sides must have beforehand: here a model of megabytes, "
        "there the headers and a decoder.",
    )


def cheapest_picture(model: FaceVae, face: Tensor) -> Answer:
    """Compare the bits a colour value that exact copies cost: of the face, of it upside down, of a cat, of grey.

    Guard: the cheapest is 0.02 bits cheaper than the next; the margin is that difference. Grey is the cheapest next to
    any photo: that is the lesson.
    """
    side = model.image_size
    pictures = dict(zip(CHEAP_CHOICES, (face, upside_down(face), cat(side), grey(side)), strict=True))
    saved = {name: -exact_copy(model, picture).bits_per_value for name, picture in pictures.items()}
    first, second = ranked(saved)[:2]
    return Answer(
        CHEAP_CHOICES,
        first,
        lead(saved),
        f"{first.capitalize()} takes {-saved[first]:.2f} bits a value, {second} {-saved[second]:.2f}. The bits tell "
        "how closely the model can copy a picture, not whether there is a face on it.",
    )


def _nearest(value: float, choices: dict[str, float]) -> tuple[str, float]:
    """Return the choice that is nearest by its ratio, and by how many % the value may grow or shrink to keep it."""
    apart = {name: abs(math.log(value / choice)) for name, choice in choices.items()}
    nearest = min(apart, key=apart.__getitem__)
    # The bound to a neighbour is half-way in logarithms.
    bounds = [
        abs(math.log(value * value / (choice * choices[nearest]))) / 2
        for name, choice in choices.items()
        if name != nearest
    ]
    return nearest, 100 * (math.exp(min(bounds)) - 1)


QUESTIONS = (
    Question(
        "bits-of-the-code",
        "code",
        "A face is 256 numbers to the model: how many bits do they carry for this face?",
        tuple(BITS),
        bits_of_the_code,
        5.0,
        "%",
    ),
    Question(
        "share-of-the-code",
        "code",
        "To store this photo exactly, send the code and a correction. What share of the bits is the code?",
        tuple(SHARES),
        share_of_the_code,
        5.0,
        "%",
    ),
    Question(
        "costly-or-cheap",
        "code",
        f"Which hurts more: losing the {COSTLIEST} costliest numbers of the code, or the {CHEAPEST} cheapest?",
        LOST_CHOICES,
        costly_or_cheap,
        LEAST_LOST,
        "levels of 255",
    ),
    Question(
        "code-or-jpeg",
        "code",
        "The code, or a JPEG of as many bits: which is nearer to the photo?",
        JPEG_CHOICES,
        code_or_jpeg,
        LEAST_DB,
        "dB",
    ),
    Question(
        "cheapest-picture",
        "code",
        "Which of these costs the model the fewest bits, copied exactly?",
        CHEAP_CHOICES,
        cheapest_picture,
        0.02,
        "bits a value",
    ),
)
