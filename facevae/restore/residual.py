"""Residual y - D(z) of a degraded face: Wiener-filtered, continued into holes, added to the decoded face."""

from __future__ import annotations

import torch
from torch import Tensor

from facevae.damage.clipped_noise import QUIET
from facevae.model import FaceVae
from facevae.models.wiener import WienerGain, residual_of
from facevae.restore.poisson import extend


def add_residual(
    model: FaceVae,
    degraded: Tensor,
    mask: Tensor,
    sigma: Tensor,
    decoded: Tensor,
    effective_sigma: Tensor | None = None,
) -> Tensor:
    """Add the Wiener-filtered residual of degraded faces to the decoded ones, by the local filter where there is one.

    Args:
        model: with a restorer; it has the filters.
        degraded: (N, 3, S, S) in [0, 1], noisy and with holes.
        mask: (N, 1, S, S); 1 = missing.
        sigma: (N,) noise level on the [0, 1] scale.
        decoded: (N, 3, S, S) in [0, 1].
        effective_sigma: (N,) noise level to filter by where known pixels have other faults than noise; every place is
            then filtered alike. None filters by `sigma`.
    Returns:
        (N, 3, S, S) in [0, 1]; without noise the known pixels as they are, to rounding.
    Raises:
        ValueError: the model has no restorer.
    """
    wiener = model.require("restorer").residual
    if effective_sigma is not None:
        return add_wiener_residual(wiener, degraded, mask, sigma, decoded, effective_sigma)
    if model.local_wiener is None or bool((sigma < QUIET).all()):
        return add_wiener_residual(wiener, degraded, mask, sigma, decoded)
    residual = _continued(degraded, mask, sigma, decoded)
    wiener_residual = wiener(residual, sigma)
    local = model.local_wiener(residual, wiener_residual, decoded, sigma)
    return (decoded + torch.where(sigma[:, None, None, None] < QUIET, wiener_residual, local)).clamp(0, 1)


def add_wiener_residual(
    wiener: WienerGain,
    degraded: Tensor,
    mask: Tensor,
    sigma: Tensor,
    decoded: Tensor,
    effective_sigma: Tensor | None = None,
) -> Tensor:
    """Add the residual to faces of any model, filtered by its gains for the whole picture.

    Args:
        wiener: fitted to the model.
        degraded, mask, sigma, decoded, effective_sigma: as for `add_residual`.
    Returns:
        (N, 3, S, S) in [0, 1].
    """
    residual = _continued(degraded, mask, sigma, decoded)
    return (decoded + wiener(residual, sigma if effective_sigma is None else effective_sigma)).clamp(0, 1)


def blend_by_strength(degraded: Tensor, restored: Tensor, decoded: Tensor, strength: float) -> Tensor:
    """Blend the restored face with the degraded one or with the model's.

    Args:
        degraded, restored, decoded: (N, 3, S, S) in [0, 1]; `restored` weighs the other two as well as can be.
        strength: 0 gives the degraded face, 0.5 the restored, 1 the decoded; between them it goes straight from one to
            the next.
    Returns:
        (N, 3, S, S) in [0, 1].
    """
    if strength == 0.5:
        return restored
    if strength < 0.5:
        return torch.lerp(degraded, restored, 2 * strength)
    return torch.lerp(restored, decoded, 2 * strength - 1)


def _continued(degraded: Tensor, mask: Tensor, sigma: Tensor, decoded: Tensor) -> Tensor:
    return extend(residual_of(degraded, decoded, sigma) * (mask == 0), mask)
