"""How well each method removes noise."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from facevae import FaceVae, damage, restore
from facevae.restore import filters
from train.evaluation.faces import Unseen
from train.evaluation.scores import METRICS, Tally

LEVELS = (25, 50, 75, 100, 150)
"""Standard deviations of the noise, out of 255."""

SLOW = frozenset({"median", "nlm"})
"""Methods measured on the first ``FEW`` faces only."""

FEW = 200

WINDOWS = tuple(range(3, 20, 2))
"""The mean filter's windows, to beyond what is best at 128 pixels in the worst noise: its best has to be among them."""

NOISY, BEST_MEAN = "noisy", "mean-best"
"""Beside the methods: doing nothing, and the mean filter at the window that is best over these very faces."""


def measure(model: FaceVae, unseen: Unseen, level: int) -> dict[str, Any]:
    """Measure every method at one noise level.

    Args:
        model: as `facevae.load` returns it; without a restorer the methods that need one are left out.
        unseen: faces to add noise to.
        level: standard deviation out of 255.
    Returns:
        method -> metric -> figures; those of ``BEST_MEAN`` are at the best window by that metric, and name it.
    """
    sigma = level / 255
    tallies = {name: Tally() for name in (NOISY, *methods(model))}
    windows = {window: Tally() for window in WINDOWS}
    for first, clean in unseen.batches(f"Denoising, noise {level}"):
        noisy = add_noise(clean, first, level)
        for name, tally in tallies.items():
            count = max(0, FEW - first) if name in SLOW else len(clean)
            if count:
                some = noisy[:count]
                tally.add(some if name == NOISY else restore.denoise(model, some, sigma, name), clean[:count])
        if first >= FEW:
            windows = leading(windows)
        for window, tally in windows.items():
            tally.add(filters.undo_clipping(filters.mean(noisy, window), sigma), clean)
    return {**{name: tally.summary() for name, tally in tallies.items()}, BEST_MEAN: best_window(windows)}


def methods(model: FaceVae) -> list[str]:
    """Return the keys of ``restore.DENOISERS`` that a model can run; without a restorer some cannot."""
    if model.restorer is not None:
        return list(restore.DENOISERS)
    grey = torch.full((1, 3, model.image_size, model.image_size), 0.5)
    return [name for name in restore.DENOISERS if _runs(model, grey, name)]


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


def best_window(windows: dict[int, Tally]) -> dict[str, Any]:
    """Return, for each metric, the figures of the window whose mean is highest, with ``window`` itself."""
    best = {}
    for metric in METRICS:
        window = max(windows, key=lambda window, metric=metric: windows[window].mean(metric))
        best[metric] = {**windows[window].summary()[metric], "window": window}
    return best


def _runs(model: FaceVae, noisy: Tensor, name: str) -> bool:
    try:
        restore.denoise(model, noisy, 0.1, name)
    except ValueError:
        return False
    return True
