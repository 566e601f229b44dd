"""Comparison of denoising methods on one face: PSNR and SSIM at a noise level, and against it."""

from __future__ import annotations

import dataclasses
import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from facevae import damage, metrics, restore
from facevae.conventions import check_faces
from facevae.model import FaceVae
from facevae.restore import classical
from facevae.restore.residual import blend_by_strength

SIGMAS = tuple(level / 255 for level in (0, 10, 25, 50, 75, 100, 125, 150))
"""The noise levels of a curve."""

WINDOWS = tuple(range(3, 16, 2))
"""The mean filter's windows, from which the best is taken."""

METHODS = ("mean", "eigenfaces", "vae", "vae-plain")
"""What is compared along a curve, as far as the model has it."""

REFINED = "vae-refined"
"""The method that `refining` leads to, step by step."""

_WINDOWED = "mean"
"""The method whose window is chosen here, by the clean face."""


@dataclass(frozen=True)
class Scored:
    """A picture and how close it is to the truth.

    Attributes:
        faces: (1, 3, S, S) float32 RGB in [0, 1].
        psnr: dB; infinity when it is the truth itself.
        ssim: up to 1.
        window: side in pixels of the window it was averaged over; None if its method takes none.
    """

    faces: Tensor
    psnr: float
    ssim: float
    window: int | None = None


@dataclass(frozen=True)
class Comparison:
    """What each method makes of one noisy face.

    Attributes:
        sigma: the noise level on the [0, 1] scale, and `sigma_used` the one that the methods went by.
        window: the mean filter's window here, and `best_window` the one of `WINDOWS` with the highest PSNR.
        noisy: what the methods were given.
        results: what came back, by method.
    """

    sigma: float
    sigma_used: float
    window: int
    best_window: int
    noisy: Scored
    results: Mapping[str, Scored]


@dataclass(frozen=True)
class Curves:
    """Scores against the noise level.

    Attributes:
        sigmas: noise levels on the [0, 1] scale, rising.
        psnr, ssim: a value for each level, by method; the mean filter has its best window each time.
    """

    sigmas: tuple[float, ...]
    psnr: Mapping[str, tuple[float, ...]]
    ssim: Mapping[str, tuple[float, ...]]


def available(model: FaceVae) -> list[restore.Method]:
    """Return the methods of `DENOISERS` that run here: the model has their weights, and their package is installed."""
    return [method for method in restore.DENOISERS.values() if method.runs_on(model)]


def compare(
    model: FaceVae,
    face: Tensor,
    sigma: float,
    *,
    seed: int,
    methods: Sequence[str],
    window: int | None = None,
    strength: float = 0.5,
    sigma_known: bool = True,
) -> Comparison:
    """Add noise to a face and remove it with several methods.

    Args:
        model: as ``facevae.load`` returns it.
        face: (1, 3, S, S) float32 RGB in [0, 1], clean.
        sigma: the noise level on the [0, 1] scale.
        seed: of the noise; the same seed gives the same noise pattern at every level.
        methods: keys of `DENOISERS`.
        window: the mean filter's window in pixels, odd; None takes the best, which only the clean face can
            tell, so it flatters the mean filter.
        strength: from 0, the noisy face, to 1, the model's; for the adjustable methods.
        sigma_known: whether the methods know `sigma`; otherwise it is estimated from the noisy face.
    Returns:
        The noisy face and what the methods make of it, with their scores.
    Raises:
        ValueError: not one face, no noise level, a window that does not fit, or what `denoise` refuses.
    """
    if check_faces(face, name="face").shape[0] != 1:
        raise ValueError(f"face holds {face.shape[0]} faces; give one.")
    generator = torch.Generator().manual_seed(seed)
    noisy = damage.apply(face, "gaussian-noise", generator=generator, sigma=sigma).faces
    used = sigma if sigma_known else float(restore.estimate_sigma(noisy))
    best = classical.best_window(face, noisy, used, WINDOWS)[1].window
    chosen = best if window is None else window

    def run(method: str) -> Scored:
        if method == _WINDOWED:
            averaged = classical.undo_clipping(classical.mean(noisy, chosen), used)
            return dataclasses.replace(score(averaged, face), window=chosen)
        adjustable = restore.DENOISERS[method].adjustable if method in restore.DENOISERS else False
        return score(restore.denoise(model, noisy, used, method, strength if adjustable else 0.5), face)

    return Comparison(sigma, used, chosen, best, score(noisy, face), {method: run(method) for method in methods})


def refining(model: FaceVae, face: Tensor, start: Comparison, *, strength: float = 0.5) -> Iterator[Scored]:
    """Refine the VAE's latent of a noisy face, scored at every step.

    Args:
        model: as ``facevae.load`` returns it.
        face: (1, 3, S, S), the clean face that `start` was made of.
        start: gives the noisy face, and the noise level to go by.
        strength: as for ``compare``.
    Yields:
        Where the search begins, and where it stands after each step: ``refine.STEPS`` + 1 in all.
    Raises:
        ValueError: the model has no restorer.
    """
    noisy = start.noisy.faces
    for state in restore.refine(model, noisy, torch.zeros_like(noisy[:, :1]), start.sigma_used):
        yield score(blend_by_strength(noisy, state.faces, state.generated, strength), face)


def against_noise(
    model: FaceVae,
    face: Tensor,
    *,
    seed: int,
    sigmas: Sequence[float] = SIGMAS,
    methods: Sequence[str] | None = None,
) -> Curves:
    """Compare methods at several noise levels.

    Args:
        model, face, seed: as for ``compare``.
        sigmas: noise levels on the [0, 1] scale, rising.
        methods: keys of `DENOISERS`; None takes those of `METHODS` that are `available`.
    Returns:
        PSNR and SSIM of each of them at each level.
    Raises:
        ValueError: as for ``compare``.
    """
    if methods is None:
        methods = [method.name for method in available(model) if method.name in METHODS]
    rows = [compare(model, face, sigma, seed=seed, methods=methods).results for sigma in sigmas]
    return Curves(
        tuple(sigmas),
        {method: tuple(row[method].psnr for row in rows) for method in methods},
        {method: tuple(row[method].ssim for row in rows) for method in methods},
    )


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


def score(picture: Tensor, face: Tensor) -> Scored:
    """Return a picture with its PSNR and SSIM to the clean face, both (1, 3, S, S) in [0, 1]."""
    return Scored(picture, float(metrics.psnr(picture, face)), float(metrics.ssim(picture, face)))
