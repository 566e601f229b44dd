"""Blind noise-level estimation."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from facevae.conventions import MAX_SIGMA, check_faces
from facevae.damage.clipped_noise import clipped_variance
from facevae.restore.classical import undo_clipping

_BLOCK = 8
"""Side in pixels of the blocks whose mean brightness is taken."""

_HALVINGS = 20


def estimate_sigma(noisy: Tensor) -> Tensor:
    """Estimate the level of Gaussian noise from the finest detail of pictures.

    A filter that no plane and no straight edge passes leaves little but noise. Clipping has taken part of that, more
    in dark and bright places; so the level is sought whose clipped noise, at this picture's brightness, has the
    variance that is found.

    Args:
        noisy: (N, 3, S, S) float32 RGB in [0, 1], S at least 8; clean plus noise, clipped.
    Returns:
        (N,) standard deviations on the [0, 1] scale, up to 1. Fine texture counts as noise: on clean photos of faces
        about 1 of 255 is found.
    Raises:
        ValueError: no batch of faces, or smaller ones.
    Source: Immerkaer 1996, "Fast noise variance estimation"; the clipped variance in closed form.
    """
    if check_faces(noisy, name="noisy").shape[-1] < _BLOCK:
        raise ValueError(f"noisy is {noisy.shape[-1]} pixels wide; give at least {_BLOCK}.")
    line = torch.tensor([1.0, -2.0, 1.0]) / 6**0.5
    detail = F.conv2d(noisy.flatten(0, 1)[:, None], (line[:, None] * line)[None, None])
    found = detail.square().view(len(noisy), -1).mean(1)
    return torch.stack([_level(face, float(variance)) for face, variance in zip(noisy.split(1), found, strict=True)])


def _level(face: Tensor, found: float) -> Tensor:
    brightness = F.avg_pool2d(face, _BLOCK)
    low, high = 0.0, MAX_SIGMA
    for _ in range(_HALVINGS):
        sigma = (low + high) / 2
        expected = clipped_variance(undo_clipping(brightness, sigma), sigma).mean()
        low, high = (sigma, high) if expected < found else (low, sigma)
    return torch.tensor((low + high) / 2)
