"""What is done to the audited faces: restorations of three kinds of damage, and the controls beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from facevae import FaceVae, metrics, photos, restore
from facevae.damage import masks
from train.evaluation.audit.matched_blur import matched_blur
from train.evaluation.audit.skin import CHEEKS, UNDER_EYES
from train.evaluation.harness.scores import MAX_PSNR
from train.evaluation.measures.denoising import add_noise

NOISE = 100
"""Standard deviation out of 255."""

NINE = 9
"""Answers to one hole."""

JPEG_QUALITY, SHIFT = 20, 2
"""Of the controls; the shift in pixels at 128."""

FAITHFUL, REAL, LINEAR, BLUR, NINE_WAYS = "faithful", "real", "eigenfaces", "blur", "nine"
"""Methods that several uses have: the most plausible answer as its mean and with details, the best linear model's, a
blur that costs as much as the faithful answer, and nine answers to one hole."""


@dataclass(frozen=True)
class Part:
    """Some of the audited faces.

    Attributes:
        clean: (N, 3, S, S) RGB in [0, 1].
        first: number of the first face.
        mean: (1, 3, S, S), the mean face.
    """

    clean: Tensor
    first: int
    mean: Tensor

    @property
    def generator(self) -> torch.Generator:
        """Of all draws for these faces; a new one each time, so that each use is drawn alike by itself."""
        return torch.Generator().manual_seed(self.first)


Drawn = Iterator[tuple[str, Tensor]]
"""Method -> (N, 3, S, S), or with several answers to each face (N, K, 3, S, S)."""


@dataclass(frozen=True)
class Use:
    """One kind of damage.

    Attributes:
        label: in words.
        hole: side -> (1, 1, S, S), 1 = damaged.
        draw: every method's pictures.
        skin: where its change of colour is looked at.
    """

    label: str
    hole: Callable[[int], Tensor]
    draw: Callable[[FaceVae, Part, Tensor], Drawn]
    skin: tuple[tuple[float, float, float, float], ...] = CHEEKS


def _filled(model: FaceVae, part: Part, mask: Tensor) -> Drawn:
    known = part.clean * (1 - mask)
    faithful = restore.inpaint(model, known, mask)[:, 0]
    yield FAITHFUL, faithful
    yield REAL, model.add_detail(faithful, mask, generator=part.generator)
    yield NINE_WAYS, restore.inpaint(model, known, mask, NINE, part.generator)
    yield LINEAR, restore.inpaint(model, known, mask, method="eigenfaces")[:, 0]
    yield "mean face", known + part.mean * mask
    yield BLUR, _as_costly(part.clean, faithful, mask)
    yield "grey bar", known + 0.5 * mask


def _denoised(model: FaceVae, part: Part, mask: Tensor) -> Drawn:
    noisy = add_noise(part.clean, part.first, NOISE)
    faithful = restore.denoise(model, noisy, NOISE / 255)
    yield FAITHFUL, faithful
    yield REAL, model.add_detail(faithful, mask, generator=part.generator)
    yield LINEAR, restore.denoise(model, noisy, NOISE / 255, method="eigenfaces")
    yield BLUR, _as_costly(part.clean, faithful, mask)
    yield "noise left in", noisy


def _copied(model: FaceVae, part: Part, mask: Tensor) -> Drawn:
    decoded = model.decode(model.encode(part.clean).mean)
    yield FAITHFUL, decoded
    yield REAL, model.add_detail(decoded, mask, generator=part.generator)
    yield BLUR, _as_costly(part.clean, decoded, mask)
    yield "JPEG", photos.through_jpeg(part.clean, JPEG_QUALITY)
    yield "shift", shifted(part.clean, round(SHIFT * part.clean.shape[-1] / 128))


def _as_costly(clean: Tensor, restored: Tensor, mask: Tensor) -> Tensor:
    return matched_blur(clean, metrics.psnr(restored, clean, mask).clamp(max=MAX_PSNR), mask)


def shifted(faces: Tensor, pixels: int) -> Tensor:
    """Move faces, (N, 3, S, S), to the right; the left edge is continued."""
    return F.pad(faces, (pixels, 0, 0, 0), mode="replicate")[..., : faces.shape[-1]]


def _everywhere(size: int) -> Tensor:
    return torch.ones(1, 1, size, size)


USES: dict[str, Use] = {
    "eyes": Use("Eyes hidden and filled", masks.eyes, _filled, UNDER_EYES),
    "half": Use("Left half hidden and filled", masks.half, _filled, CHEEKS[:1]),
    "noise": Use(f"Noise {NOISE} removed", _everywhere, _denoised),
    "copy": Use("Encoded and decoded", _everywhere, _copied),
}
"""Name -> what is done."""
