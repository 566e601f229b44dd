"""Continue the known residual into a hole, so that a generated face meets the photo without a seam."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from facevae.conventions import check_faces, check_mask

REACH = 0.12
"""How far the known residual is believed into a hole, as a fraction of the side; further in the model stands alone."""

_STEPS = 80


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
    residual = extend((known - generated) * (mask == 0), mask)
    filled = (generated + residual).clamp(0, 1)
    return torch.where(mask > 0, known * (1 - mask) + filled * mask, known)


def extend(residual: Tensor, mask: Tensor) -> Tensor:
    """Continue a residual smoothly into a hole, fading with the distance.

    Args:
        residual: (N, C, S, S), what stands in the hole is ignored.
        mask: (N, 1, S, S); above 0 = hole.
    Returns:
        (N, C, S, S): unchanged outside the hole; inside, the solution of the screened Laplace equation.
    Source: conjugate gradients, Hestenes and Stiefel 1952.
    """
    hole = (mask > 0).to(residual.dtype)
    if not hole.any():
        return residual
    screening = 1 / (REACH * residual.shape[-1]) ** 2
    boundary = residual * (1 - hole)

    def operator(picture: Tensor) -> Tensor:
        return hole * (_minus_laplacian(picture) + screening * picture)

    solution = torch.zeros_like(residual)
    error = -hole * _minus_laplacian(boundary)
    direction = error.clone()
    squared = _dot(error, error)
    for _ in range(_STEPS):
        applied = operator(direction)
        step = squared / _dot(direction, applied).clamp(min=1e-12)
        solution = solution + step * direction
        error = error - step * applied
        before, squared = squared, _dot(error, error)
        direction = error + squared / before.clamp(min=1e-12) * direction
    return boundary + solution


def _minus_laplacian(picture: Tensor) -> Tensor:
    padded = F.pad(picture, (1, 1, 1, 1), mode="replicate")
    around = padded[..., :-2, 1:-1] + padded[..., 2:, 1:-1] + padded[..., 1:-1, :-2] + padded[..., 1:-1, 2:]
    return 4 * picture - around


def _dot(a: Tensor, b: Tensor) -> Tensor:
    return (a * b).sum(dim=(-2, -1), keepdim=True)
