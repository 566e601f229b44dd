"""Codes of faces and of their mirror images, for what learns how codes are spread."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from facevae.models.vae import Vae
from train.data.examples import to_float

_BATCH = 64


@dataclass(frozen=True)
class CodeBatch:
    """Some codes.

    Attributes:
        mean, std: (N, D), the posteriors of the faces.
        faces: (N, 3, S, S) uint8, what they are codes of; for a mirror image the face itself.
    """

    mean: Tensor
    std: Tensor
    faces: Tensor

    def __len__(self) -> int:
        return len(self.mean)

    def on(self, device: torch.device) -> CodeBatch:
        """Return them on a device."""
        return CodeBatch(self.mean.to(device), self.std.to(device), self.faces.to(device))

    def mirrored(self, _chosen: Tensor) -> CodeBatch:
        """Return them as they are: the codes of mirror images are among all codes already."""
        return self


class Codes:
    """The codes of faces, and then those of their mirror images; used where training uses `Examples`.

    Args:
        vae: the flagship.
        faces: (M, 3, S, S) uint8.
    """

    @torch.no_grad()
    def __init__(self, vae: Vae, faces: Tensor) -> None:
        self._faces = faces
        device = next(vae.parameters()).device
        both = [
            vae.encoder(to_float((some.flip(-1) if mirrored else some).to(device)))
            for mirrored in (False, True)
            for some in faces.split(_BATCH)
        ]
        self.mean = torch.cat([posterior.mean for posterior in both]).cpu()
        self.std = torch.cat([posterior.std for posterior in both]).cpu()

    def __len__(self) -> int:
        return len(self.mean)

    def take(self, chosen: Tensor | slice) -> CodeBatch:
        """Return some of them, by number."""
        numbers = torch.arange(len(self))[chosen]
        return CodeBatch(self.mean[numbers], self.std[numbers], self._faces[numbers % len(self._faces)])

    def split(self, size: int) -> Iterator[CodeBatch]:
        """Yield them in order, `size` at a time."""
        for first in range(0, len(self), size):
            yield self.take(slice(first, first + size))
