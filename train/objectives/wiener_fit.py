"""Fit what of a noisy photo to believe beside a model's face, the same for every place."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from facevae.models.wiener import LEVELS, WienerGain, difference
from train.data.degrade import Degraded, degrade_with_noise
from train.data.examples import Examples
from train.objectives.base import batches

FACES = 256
"""Faces on which they are fitted; neighbouring frequencies are pooled, so few suffice."""


@torch.no_grad()
def fit_shares(shares: WienerGain, train: Examples, draw: Callable[[Degraded], Tensor], seed: int) -> None:
    """Set the shares of every level.

    Args:
        shares: changed in place.
        train: training faces, uint8; the last ones are used.
        draw: the model's faces, (N, 3, S, S) in [0, 1], of noisy ones.
        seed: of the noise.
    """
    device = shares.shares.device
    for level, sigma in enumerate(LEVELS):
        wanted, seen = [], []
        for index, clean in enumerate(batches(train.faces[-FACES:], 64)):
            clean = clean.to(device)
            noisy = degrade_with_noise(clean, sigma, seed + index)
            generated = draw(noisy)
            wanted.append(clean - generated)
            seen.append(difference(noisy.faces, generated, sigma))
        shares.fit(level, torch.cat(wanted), torch.cat(seen))
