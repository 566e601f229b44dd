"""Screened Poisson blending of a generated face into the known pixels."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from facevae.conventions import check_faces, check_mask

REACH = 0.12
"""How far the known residual reaches into a hole, as a fraction of the side; further in the model stands alone."""

_STEPS, _STEPS_AT_THE_SMALLEST = 30, 80
_SMALLEST = 32
"""Side below which a picture is not made smaller to start with."""


def blend(known: Tensor, generated: Tensor, mask: Tensor) -> Tensor:
    """Blend a generated face into the pixels that are known.

    Args:
        known, generated: (N, 3, S, S) float32 RGB in [0, 1].
        mask: (N, 1, S, S) in [0, 1]; 1 = missing, take `generated`.
    Returns:
        (N, 3, S, S) in [0, 1]; no seam: the known residual is continued into the hole. Pixels with mask 0 come back
        bit-identical.
    Raises:
        ValueError: shapes differ.
    Source: Perez et al. 2003, "Poisson image editing", with the screening of Bhat et al. 2008.
    """
    check_faces(generated, size=check_faces(known, name="known").shape[-1], name="generated")
    mask = check_mask(mask, known)
    filled = (generated + extend((known - generated) * (mask == 0), mask)).clamp(0, 1)
    return torch.where(mask > 0, known * (1 - mask) + filled * mask, known)


def extend(residual: Tensor, mask: Tensor) -> Tensor:
    """Continue a residual smoothly into a hole, fading with the distance.

    Args:
        residual: (N, C, S, S), what stands in the hole is ignored.
        mask: (N, 1, S, S); above 0 = hole.
    Returns:
        (N, C, S, S): unchanged outside the hole; inside, the solution of the screened Laplace equation.
    Source: conjugate gradients, Hestenes and Stiefel 1952; started from the solution at half the size, and that from
    the one at a quarter, Brandt 1977, "Multi-level adaptive solutions to boundary-value problems".
    """
    hole = (mask > 0).to(residual.dtype)
    if not hole.any():
        return residual
    known = residual * (1 - hole)
    return known + _solve(known, hole, 1 / (REACH * residual.shape[-1]) ** 2)


def _solve(boundary: Tensor, hole: Tensor, screening: float) -> Tensor:
    """What belongs into the hole, 0 elsewhere; `screening` is in units of this size's pixels."""
    coarse = boundary.shape[-1] % 2 == 0 and boundary.shape[-1] > _SMALLEST
    start = _from_half_the_size(boundary, hole, screening) if coarse else torch.zeros_like(boundary)

    def operator(picture: Tensor) -> Tensor:
        return hole * (_minus_laplacian(picture) + screening * picture)

    solution = hole * start
    error = -hole * _minus_laplacian(boundary) - operator(solution)
    direction = error.clone()
    squared = _dot(error, error)
    for _ in range(_STEPS if coarse else _STEPS_AT_THE_SMALLEST):
        applied = operator(direction)
        step = squared / _dot(direction, applied).clamp(min=1e-12)
        solution = solution + step * direction
        error = error - step * applied
        before, squared = squared, _dot(error, error)
        direction = error + squared / before.clamp(min=1e-12) * direction
    return solution


def _from_half_the_size(boundary: Tensor, hole: Tensor, screening: float) -> Tensor:
    share = F.avg_pool2d(1 - hole, 2)
    known = F.avg_pool2d(boundary, 2) / share.clamp(min=0.25)
    found = known + _solve(known, (share == 0).to(hole.dtype), 4 * screening)
    return F.interpolate(found, size=boundary.shape[-2:], mode="bilinear", align_corners=False)


def _minus_laplacian(picture: Tensor) -> Tensor:
    padded = F.pad(picture, (1, 1, 1, 1), mode="replicate")
    around = padded[..., :-2, 1:-1] + padded[..., 2:, 1:-1] + padded[..., 1:-1, :-2] + padded[..., 1:-1, 2:]
    return 4 * picture - around


def _dot(a: Tensor, b: Tensor) -> Tensor:
    return (a * b).sum(dim=(-2, -1), keepdim=True)
