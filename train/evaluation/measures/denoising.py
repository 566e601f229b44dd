"""PSNR and SSIM of every denoiser, level by level."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import torch
from torch import Tensor

from facevae import FaceVae, damage, restore
from facevae.restore import classical
from train.evaluation.harness.heldout_faces import HeldoutFaces
from train.evaluation.harness.scores import METRICS, Tally, compare
from train.evaluation.methods import linear_optimum

LEVELS = (25, 50, 75, 100, 150)
"""Standard deviations of the noise, out of 255."""

MOST = 300
"""Faces that methods are measured on, the first ones: all would take hours, and differences on the same faces are sharp
enough."""

FEWER = {"median": 60, "nlm": 60, "vae-refined": 24, "bm3d": 30}
"""Slow method -> on how many."""

SCOUTS = 200
"""Faces after which windows of the mean filter that cannot be the best are dropped."""

WINDOWS = tuple(range(3, 20, 2))
"""The mean filter's windows, to beyond what is best at 128 pixels in the worst noise: its best has to be among them."""

NOISY, BEST_MEAN, FULL = "noisy", "mean-best", "eigenfaces-full"
"""Beside the methods: doing nothing, the mean filter at the window that is best over these very faces, and the linear
optimum in full, of which "eigenfaces" is a compact form."""

_Way = Callable[[Tensor], Tensor]


def measure(model: FaceVae, heldout: HeldoutFaces, level: int) -> dict[str, Any]:
    """Measure every method at one noise level, and "vae" against each of the others on the same faces.

    Args:
        model: as `facevae.load` returns it; methods that need a part it has not got are left out.
        heldout: faces to add noise to; without training faces at hand there is no ``FULL``.
        level: standard deviation out of 255.
    Returns:
        As ``scores.compare`` returns it; figures of ``BEST_MEAN`` are at the best window by that metric, and name it.
    """
    sigma = level / 255
    ways = _ways(model, heldout, level)
    tallies = {name: Tally() for name in ways}
    windows = {window: Tally() for window in WINDOWS}
    for first, clean in heldout.batches(f"Denoising, noise {level}", MOST):
        noisy = add_noise(clean, first, level)
        for name, way in ways.items():
            count = max(0, FEWER.get(name, MOST) - first)
            if count:
                tallies[name].add(way(noisy[:count]), clean[:count])
        if first >= SCOUTS:
            windows = leading(windows)
        for window, tally in windows.items():
            tally.add(classical.undo_clipping(classical.mean(noisy, window), sigma), clean)
    best = best_windows(windows)
    tallies[BEST_MEAN] = Tally()
    tallies[BEST_MEAN].values = {metric: windows[window].values[metric] for metric, window in best.items()}
    found = compare(tallies, {"vae": [name for name in tallies if name not in ("vae", NOISY)], FULL: ["eigenfaces"]})
    for metric, window in best.items():
        found[BEST_MEAN][metric]["window"] = window
    return found


def methods(model: FaceVae) -> list[str]:
    """Return the keys of ``restore.DENOISERS`` that a model can run with the packages that are here."""
    return [method.name for method in restore.DENOISERS.values() if method.runs_on(model)]


def add_noise(clean: Tensor, first: int, level: int) -> Tensor:
    """Add noise that depends on the face's number and the level alone, and clip, as a picture is.

    Args:
        clean: (N, 3, S, S) float32 RGB in [0, 1].
        first: number of the first face.
        level: standard deviation out of 255.
    Returns:
        (N, 3, S, S) in [0, 1].
    """
    noisy = []
    for number, face in enumerate(clean.split(1), start=first):
        generator = torch.Generator().manual_seed(1000 * number + level)
        noisy.append(damage.apply(face, "gaussian-noise", generator=generator, sigma=level / 255).faces)
    return torch.cat(noisy)


def leading(windows: dict[int, Tally]) -> dict[int, Tally]:
    """Return those windows that are among the two best so far by any metric; the others will not catch up."""
    ranked = [sorted(windows, key=lambda window, name=name: windows[window].mean(name))[-2:] for name in METRICS]
    return {window: tally for window, tally in windows.items() if any(window in best for best in ranked)}


def best_windows(windows: dict[int, Tally]) -> dict[str, int]:
    """Return, for each metric, the window whose mean is highest."""
    return {name: max(windows, key=lambda window, name=name: windows[window].mean(name)) for name in METRICS}


def _ways(model: FaceVae, heldout: HeldoutFaces, level: int) -> dict[str, _Way]:
    ways: dict[str, _Way] = {NOISY: lambda noisy: noisy}
    for name in methods(model):
        ways[name] = partial(restore.denoise, model, sigma=level / 255, method=name)
    optimum = linear_optimum.of(heldout, LEVELS)
    if optimum is not None:
        ways[FULL] = partial(optimum.restore, level=level)
    return ways
