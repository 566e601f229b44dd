"""Questions of the tab Kernels: whether the order of two kernels matters, and which of two blurs is stronger."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from facevae.color import brightness
from facevae.lecture.questions.answer import Answer, Question, one_decimal
from facevae.model import FaceVae

LEVELS = 255

EDGES = torch.tensor([[-1.0, 0.0, 1.0], [-2.0, 0.0, 2.0], [-1.0, 0.0, 1.0]], dtype=torch.float64)
"""Sobel's kernel, from left to right."""

CLEARLY, A_LITTLE = 5.0, 0.5
"""Levels of 255 from which a pixel differs clearly, or at all."""

EXACT = 0.001
"""Levels below which nothing but rounding is left."""

ORDER_CHOICES = ("clearly", "a little", "not at all")
LEAST_BLUR = 0.2
BLUR_CHOICES = ("3x3 twice", "5x5 once", "equal")


def box(side: int) -> Tensor:
    """Return the mean filter's kernel, (side, side)."""
    return torch.full((side, side), 1 / side**2, dtype=torch.float64)


def filtered(picture: Tensor, kernel: Tensor) -> Tensor:
    """Weigh a picture, (1, 1, H, W), by a kernel, (K, K), as convolution layers do (correlation), without the rim.

    Returns:
        (1, 1, H - K + 1, W - K + 1), not clipped.
    """
    return F.conv2d(picture, kernel[None, None])


def order_of_kernels(_model: FaceVae, face: Tensor) -> Answer:
    """Compare edges first with blur first, on luma in levels of 255: then again with a ReLU after each.

    Guard: with ReLUs a pixel differs by at least 5 levels more; the margin is how many more. In exact arithmetic
    linear filters commute, so that "not at all" is the answer for every picture: that is the lesson.
    """
    luma = _luma(face)
    plain = _apart(filtered(filtered(luma, EDGES), box(3)), filtered(filtered(luma, box(3)), EDGES))
    first = filtered(filtered(luma, EDGES).relu(), box(3)).relu()
    bent = _apart(first, filtered(filtered(luma, box(3)).relu(), EDGES).relu())
    told = f"less than {EXACT:g}" if plain < EXACT else f"up to {plain:.1f}"
    answer = ORDER_CHOICES[0 if plain >= CLEARLY else 1 if plain >= A_LITTLE else 2]
    return Answer(
        ORDER_CHOICES,
        answer,
        bent - plain,
        f"{answer.capitalize()}: the two differ by {told} of 255 levels, with a ReLU after each by up to {bent:.0f}. "
        "Layers without a non-linearity between them are one layer.",
    )


def stronger_blur(_model: FaceVae, face: Tensor) -> Answer:
    """Compare the mean filter of 3x3 twice with that of 5x5 once, by how far each moves the pixels of the face.

    Guard: they move them by amounts that differ by 0.2 of 255 levels (root of the mean square); the margin is that
    difference. The wider kernel wins on all faces, whose finest detail is weak; it would not on a chequered picture.
    """
    luma, small = _luma(face), box(3)
    twice, once = filtered(filtered(luma, small), small), filtered(luma, box(5))
    inside = luma[..., 2:-2, 2:-2]
    moved = [float((one - inside).square().mean().sqrt()) for one in (twice, once)]
    margin = abs(moved[0] - moved[1])
    answer = BLUR_CHOICES[2 if margin < LEAST_BLUR else 0 if moved[0] > moved[1] else 1]
    return Answer(
        BLUR_CHOICES,
        answer,
        margin,
        f"3x3 twice moves the pixels by {one_decimal(moved[0])} levels, 5x5 once by {one_decimal(moved[1])}, and the "
        f"two differ by up to {_apart(twice, once):.0f}. Two small kernels see 5x5 pixels as well, but weigh them as "
        "a tent, of variance 1.33 against 2.00.",
    )


def _luma(face: Tensor) -> Tensor:
    return LEVELS * brightness(face).double()


def _apart(one: Tensor, other: Tensor) -> float:
    return float((one - other).abs().max())


QUESTIONS = (
    Question(
        "order-of-kernels",
        "kernels",
        "Edges first, then blur, or blur first, then edges: does the order change this face?",
        ORDER_CHOICES,
        order_of_kernels,
        CLEARLY,
        "levels of 255",
    ),
    Question(
        "stronger-blur",
        "kernels",
        "Blur with 3x3 twice, or with 5x5 once: which is stronger?",
        BLUR_CHOICES,
        stronger_blur,
        LEAST_BLUR,
        "levels of 255",
    ),
)
