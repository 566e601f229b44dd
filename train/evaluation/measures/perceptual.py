"""HaarPSI, MS-SSIM and distance in pretrained features of reconstructed and denoised faces."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import torch.nn.functional as F
from piqa import MS_SSIM, HaarPSI
from torch import Tensor

from facevae import restore
from train.evaluation.harness.bootstrap import summarise
from train.evaluation.harness.heldout_faces import HeldoutFaces
from train.evaluation.harness.subject import Subject
from train.evaluation.measures import denoising

LEVELS = (25, 50, 100)
"""Standard deviations of the noise, out of 255."""

MOST = 300
"""Faces measured on, the first ones."""

SMALLEST, ENLARGED = 161, 176
"""What MS-SSIM's window needs to fit in at the last of its five scales, and the side that smaller faces get."""

RECONSTRUCTION = "reconstruction"

Measure = Callable[[Tensor, Tensor], Tensor]


def measure(subject: Subject, heldout: HeldoutFaces) -> dict[str, Any]:
    """Measure every style's reconstructions, and the methods against noise that are quick.

    Args:
        subject: a flagship; the distance in pretrained features is measured where that network is at hand.
        heldout: faces to reconstruct and to add noise to.
    Returns:
        ``RECONSTRUCTION`` or noise level -> method -> "haarpsi", "ms_ssim" (both up to 1, which only equal faces
        reach) and "mobilenet" (from 0, equal faces) -> figures.
    """
    measures: dict[str, Measure] = {"haarpsi": haarpsi, "ms_ssim": ms_ssim}
    if "judge" in subject.weights:
        measures["mobilenet"] = subject.judge.distance
    pictures = {RECONSTRUCTION: _reconstructed(subject, heldout)}
    pictures |= {str(level): _denoised(subject, heldout, level) for level in LEVELS}
    return {section: _figures(shown, measures) for section, shown in pictures.items()}


def haarpsi(one: Tensor, other: Tensor) -> Tensor:
    """Return the Haar wavelet-based perceptual similarity index of two batches of faces.

    Args:
        one: (N, 3, S, S) RGB in [0, 1].
        other: the same shape and range.
    Returns:
        (N,) from 0 to 1, equal faces; nan where both are black all over.
    Source: Reisenhofer et al. 2018, "A Haar wavelet-based perceptual similarity index"; piqa's implementation.
    """
    return HaarPSI(reduction="none").to(one.device)(one, other)


def ms_ssim(one: Tensor, other: Tensor) -> Tensor:
    """Return the multi-scale structural similarity of two batches of faces.

    Args:
        one: (N, 3, S, S) RGB in [0, 1]; faces smaller than ``SMALLEST`` are brought to ``ENLARGED``.
        other: the same shape and range.
    Returns:
        (N,) from 0 to 1, equal faces.
    Source: Wang et al. 2003, "Multiscale structural similarity for image quality assessment"; piqa's implementation.
    """
    return MS_SSIM(reduction="none").to(one.device)(_large_enough(one), _large_enough(other))


def _large_enough(faces: Tensor) -> Tensor:
    if faces.shape[-1] >= SMALLEST:
        return faces
    # Interpolation may step over 1 by a rounding, which piqa does not take.
    return F.interpolate(faces, (ENLARGED, ENLARGED), mode="bilinear", align_corners=False).clamp(0, 1)


def _reconstructed(subject: Subject, heldout: HeldoutFaces) -> Iterator[tuple[Tensor, dict[str, Tensor]]]:
    """Yield clean faces and what each style makes of their codes."""
    model = subject.model
    for _, clean in heldout.batches("Reconstruction, as it looks", MOST):
        codes = model.encode(clean).mean
        yield clean, {f"vae-{style}": model.decode(codes, style) for style in model.styles}


def _denoised(subject: Subject, heldout: HeldoutFaces, level: int) -> Iterator[tuple[Tensor, dict[str, Tensor]]]:
    """Yield clean faces and what each quick method makes of noisy ones."""
    methods = [name for name in denoising.methods(subject.model) if name not in denoising.FEWER]
    for first, clean in heldout.batches(f"Denoising, as it looks, noise {level}", MOST):
        noisy = denoising.add_noise(clean, first, level)
        mended = {name: restore.denoise(subject.model, noisy, sigma=level / 255, method=name) for name in methods}
        yield clean, {denoising.NOISY: noisy, **mended}


def _figures(shown: Iterator[tuple[Tensor, dict[str, Tensor]]], measures: dict[str, Measure]) -> dict[str, Any]:
    values: dict[str, dict[str, list[float]]] = {}
    for clean, pictures in shown:
        for method, faces in pictures.items():
            own = values.setdefault(method, {name: [] for name in measures})
            for name, compare in measures.items():
                own[name] += compare(faces, clean).tolist()
    return {
        method: {name: summarise(figures) for name, figures in metrics.items()} for method, metrics in values.items()
    }
