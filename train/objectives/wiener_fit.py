"""Fit the Wiener gains of a model's residuals, the same for every place."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from facevae.damage import Damaged
from facevae.models.wiener import LEVELS, WienerGain, residual_of
from train.data.degrade import degrade_with_noise
from train.data.examples import Examples
from train.objectives.base import batches

FACES = 256
"""Faces on which they are fitted; neighbouring frequencies are pooled, so few suffice."""


@torch.no_grad()
def fit_shares(shares: WienerGain, train: Examples, draw: Callable[[Damaged], Tensor], seed: int) -> None:
    """Set the gains of every level.

    Args:
        shares: changed in place.
        train: training faces, uint8; the last ones are used.
        draw: the decoded faces, (N, 3, S, S) in [0, 1], of noisy ones.
        seed: of the noise.
    """
    device = shares.shares.device
    for level, sigma in enumerate(LEVELS):
        targets, residuals = [], []
        for index, clean in enumerate(batches(train.faces[-FACES:], 64)):
            clean = clean.to(device)
            noisy = degrade_with_noise(clean, sigma, seed + index)
            decoded = draw(noisy)
            targets.append(clean - decoded)
            residuals.append(residual_of(noisy.faces, decoded, noisy.sigma))
        shares.fit(level, torch.cat(targets), torch.cat(residuals))
