"""Put together the model's face and what can be believed of the photo."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from facevae.conventions import check_mask
from facevae.model import FaceVae
from facevae.models.wiener import difference
from facevae.restore.poisson import extend


def fuse(
    model: FaceVae, faces: Tensor, mask: Tensor, sigma: float, generated: Tensor, doubt: float | None = None
) -> Tensor:
    """Add to a generated face what can be believed of the photo.

    Args:
        model: gives the shares to believe.
        faces: (N, 3, S, S) in [0, 1], noisy and with holes.
        mask: (N, 1, S, S); 1 = missing.
        sigma: noise level on the [0, 1] scale.
        generated: (N, 3, S, S) in [0, 1], the model's face for each.
        doubt: noise level that the photo is to be doubted like; None is `sigma`, higher where it has other faults.
            With other faults every place is doubted alike.
    Returns:
        (N, 3, S, S) in [0, 1]; without noise the known pixels as they are.
    """
    if doubt is None:
        return add_believed(lambda seen, level: model.believe(seen, level, generated), faces, mask, sigma, generated)
    return add_believed(lambda seen, _: model.believe(seen, doubt), faces, mask, sigma, generated)


def add_believed(
    believe: Callable[[Tensor, float], Tensor], faces: Tensor, mask: Tensor, sigma: float, generated: Tensor
) -> Tensor:
    """Add to any model's face what a filter believes of the photo.

    Args:
        believe: (difference (N, 3, S, S), noise level) -> the part of it to keep.
        faces, mask, sigma, generated: as for `fuse`.
    Returns:
        (N, 3, S, S) in [0, 1].
    """
    check_mask(mask, faces)
    seen = extend(difference(faces, generated, sigma) * (mask == 0), mask)
    return (generated + believe(seen, sigma)).clamp(0, 1)


def trust(photo: Tensor, best: Tensor, generated: Tensor, strength: float) -> Tensor:
    """Lean on the photo or on the model.

    Args:
        photo, best, generated: (N, 3, S, S) in [0, 1]: as it came, weighed as well as can be, and the model's alone.
        strength: 0 gives the photo, 0.5 the best, 1 the model's face; between them it goes straight from one to the
            next.
    Returns:
        (N, 3, S, S) in [0, 1].
    """
    if strength == 0.5:
        return best
    if strength < 0.5:
        return torch.lerp(photo, best, 2 * strength)
    return torch.lerp(best, generated, 2 * strength - 1)
