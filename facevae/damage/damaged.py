"""Degraded faces with the record of their degradation."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

MISSING = 0.5
"""The value of a missing pixel: mid grey."""


@dataclass(frozen=True, init=False)
class Damaged:
    """Faces after damage, and what is known about it.

    Args:
        faces, mask: as the attributes.
        sigma, error: one number for all faces, or (N,).

    Attributes:
        faces: (N, 3, S, S) float32 RGB in [0, 1]; missing pixels are `MISSING`.
        mask: (N, 1, S, S); 1 = missing.
        sigma: (N,) standard deviation of all Gaussian noise added, on the [0, 1] scale; 0 if none.
        error: (N,) how far known pixels were altered by anything other than noise, root mean square on the [0, 1]
            scale; like sigma, the strength of the damage is known to whatever restores it.
    """

    faces: Tensor
    mask: Tensor
    sigma: Tensor
    error: Tensor

    def __init__(self, faces: Tensor, mask: Tensor, sigma: Tensor | float = 0.0, error: Tensor | float = 0.0) -> None:
        object.__setattr__(self, "faces", faces)
        object.__setattr__(self, "mask", mask)
        for name, value in {"sigma": sigma, "error": error}.items():
            one_each = torch.as_tensor(value, dtype=faces.dtype, device=faces.device).expand(len(faces))
            object.__setattr__(self, name, one_each)

    @property
    def is_noisy(self) -> bool:
        """Whether noise was added to any face."""
        return bool((self.sigma > 0).any())

    @property
    def is_altered(self) -> bool:
        """Whether known pixels of any face were altered by anything other than noise."""
        return bool((self.error > 0).any())

    @property
    def has_hole(self) -> bool:
        """Whether a pixel of any face is missing."""
        return bool((self.mask > 0).any())

    def hide(self, mask: Tensor) -> Damaged:
        """The same faces with more pixels missing: those where `mask`, (N, 1, S, S) or (1, 1, S, S), is above 0."""
        return Damaged(
            fill_missing(self.faces, mask), torch.maximum(self.mask, mask.to(self.mask)), self.sigma, self.error
        )

    def take(self, chosen: Tensor) -> Damaged:
        """Those faces that a (N,) bool picks."""
        return Damaged(self.faces[chosen], self.mask[chosen], self.sigma[chosen], self.error[chosen])

    def to(self, device: torch.device | str) -> Damaged:
        """The same on another device."""
        return Damaged(self.faces.to(device), self.mask.to(device), self.sigma.to(device), self.error.to(device))

    @classmethod
    def cat(cls, parts: list[Damaged]) -> Damaged:
        """One batch of several."""
        fields = ("faces", "mask", "sigma", "error")
        return cls(*(torch.cat([getattr(part, name) for part in parts]) for name in fields))


def fill_missing(faces: Tensor, mask: Tensor) -> Tensor:
    """Paint missing pixels grey.

    Args:
        faces: (N, 3, S, S) in [0, 1].
        mask: (N, 1, S, S) or (1, 1, S, S); above 0 = missing.
    Returns:
        (N, 3, S, S), `MISSING` where pixels are missing.
    """
    return torch.where(mask.to(faces.device) > 0, MISSING, faces)
