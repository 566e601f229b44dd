"""The mean filter and the model on the same noisy face: at one noise level, and along all of them."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from facevae import damage, metrics, restore
from facevae.conventions import check_faces
from facevae.restore import filters

SIGMAS = tuple(level / 255 for level in (0, 10, 25, 50, 75, 100, 125, 150))
"""The noise levels of a curve."""

WINDOWS = tuple(range(3, 16, 2))
"""The mean filter's windows, from which the best is taken."""


METHODS = ("mean", "vae", "vae-plain")
"""What is compared along a curve."""


@dataclass(frozen=True)
class Scored:
    """A picture and how close it is to the truth.

    Attributes:
        faces: (1, 3, S, S) float32 RGB in [0, 1].
        psnr: dB; infinity when it is the truth itself.
        ssim: up to 1.
    """

    faces: Tensor
    psnr: float
    ssim: float


@dataclass(frozen=True)
class Comparison:
    """What each method makes of one noisy face.

    Attributes:
        sigma: the noise level on the [0, 1] scale.
        window: the mean filter's window here, and `best_window` the one of `WINDOWS` with the highest PSNR.
        noisy, mean, vae: the pictures; the mean filter's has its contrast given back by ``filters.undo_clipping``.
    """

    sigma: float
    window: int
    best_window: int
    noisy: Scored
    mean: Scored
    vae: Scored


@dataclass(frozen=True)
class Curves:
    """Scores against the noise level.

    Attributes:
        sigmas: noise levels on the [0, 1] scale, rising.
        psnr, ssim: a value for each level, by method: "mean" (at its best window each time), "vae", and "vae-plain",
            which encodes and decodes and keeps nothing of the photo.
    """

    sigmas: tuple[float, ...]
    psnr: Mapping[str, tuple[float, ...]]
    ssim: Mapping[str, tuple[float, ...]]


def compare(model: Any, face: Tensor, sigma: float, *, seed: int, window: int | None = None) -> Comparison:
    """Add noise to a face and remove it with the mean filter and with the model.

    Args:
        model: as ``facevae.load`` returns it.
        face: (1, 3, S, S) float32 RGB in [0, 1], clean.
        sigma: the noise level on the [0, 1] scale.
        seed: of the noise; the same seed gives the same noise pattern at every level.
        window: the mean filter's window in pixels, odd; None takes the best, which only somebody who has the clean face
            can know, so it flatters the mean filter.
    Returns:
        The three pictures with their scores.
    Raises:
        ValueError: not one face, no noise level, or a window that does not fit.
    """
    if check_faces(face, name="face").shape[0] != 1:
        raise ValueError(f"face holds {face.shape[0]} faces; give one.")
    generator = torch.Generator().manual_seed(seed)
    noisy = damage.apply(face, "gaussian-noise", generator=generator, sigma=sigma).faces
    best = filters.best_window(face, noisy, sigma, WINDOWS)[1].window
    used = best if window is None else window
    mean = filters.undo_clipping(filters.mean(noisy, used), sigma)
    vae = restore.denoise(model, noisy, sigma)
    return Comparison(sigma, used, best, *(_score(picture, face) for picture in (noisy, mean, vae)))


def against_noise(model: Any, face: Tensor, *, seed: int, sigmas: Sequence[float] = SIGMAS) -> Curves:
    """Compare the mean filter, the model, and the model without the photo at several noise levels.

    Args:
        model, face, seed: as for ``compare``.
        sigmas: noise levels on the [0, 1] scale, rising.
    Returns:
        PSNR and SSIM of each of `METHODS` at each level.
    Raises:
        ValueError: as for ``compare``.
    """
    rows = [_every_method(model, face, sigma, seed) for sigma in sigmas]
    return Curves(
        tuple(sigmas),
        {method: tuple(row[method].psnr for row in rows) for method in METHODS},
        {method: tuple(row[method].ssim for row in rows) for method in METHODS},
    )


def _every_method(model: Any, face: Tensor, sigma: float, seed: int) -> dict[str, Scored]:
    point = compare(model, face, sigma, seed=seed)
    plain = restore.denoise(model, point.noisy.faces, sigma, method="vae-plain")
    return dict(zip(METHODS, (point.mean, point.vae, _score(plain, face)), strict=True))


def crossings(x: Sequence[float], first: Sequence[float], second: Sequence[float]) -> list[float]:
    """Return where two curves cross, by straight lines between their points.

    Args:
        x: rising.
        first, second: a value for each x; infinity is allowed.
    Returns:
        The x of every change of lead, rising; touching without a change is none. A change that starts or ends at
        infinity is put at its finite end.
    Raises:
        ValueError: the three have different lengths.
    """
    leads = [(at, _lead(a, b)) for at, a, b in zip(x, first, second, strict=True)]
    leads = [(at, lead) for at, lead in leads if lead != 0]
    found = []
    for (left, before), (right, after) in itertools.pairwise(leads):
        if before * after > 0:
            continue
        if math.isinf(before) or math.isinf(after):
            found.append(right if math.isinf(before) else left)
        else:
            found.append(left + (right - left) * before / (before - after))
    return found


def _lead(first: float, second: float) -> float:
    return 0.0 if first == second else first - second


def _score(picture: Tensor, face: Tensor) -> Scored:
    return Scored(picture, float(metrics.psnr(picture, face)), float(metrics.ssim(picture, face)))
