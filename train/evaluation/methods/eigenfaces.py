"""Randomised PCA of faces (eigenfaces): the best linear code of as many numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from facevae.conventions import check_faces
from train.data.examples import to_float

CHUNK = 512
"""Faces held as floats at once: all of a training set would take gigabytes."""

OVERSAMPLING = 64
"""Components sought beyond those asked for, which makes these exact."""

POWER_ITERATIONS = 2


@dataclass(frozen=True)
class Eigenfaces:
    """The mean face and the directions in which faces differ most.

    Attributes:
        mean: (P,) float32, P = 3 * S * S values in [0, 1].
        components: (K, P) float32, orthonormal rows, the direction of largest variance first.
    """

    mean: Tensor
    components: Tensor

    @classmethod
    def fit(cls, faces: Tensor, count: int, seed: int = 0) -> Eigenfaces:
        """Find the leading components of faces by a randomised singular value decomposition.

        Args:
            faces: (N, 3, S, S) uint8 RGB; never held as floats all at once.
            count: K, from 1 to the smaller of N - 1 and P.
            seed: of the random start; it hardly changes the result.
        Returns:
            Components on the device of the faces.
        Raises:
            ValueError: not such faces, or so many components do not exist.
        Source: Halko, Martinsson and Tropp 2011, "Finding structure with randomness", algorithms 4.4 and 5.1; faces:
        Turk and Pentland 1991, "Eigenfaces for recognition".
        """
        if faces.dtype != torch.uint8 or faces.ndim != 4 or faces.shape[1] != 3 or faces.shape[2] != faces.shape[3]:
            raise ValueError(f"The faces are {faces.dtype} of shape {tuple(faces.shape)}; expected uint8 (N, 3, S, S).")
        number, pixels = len(faces), faces[0:1].numel()
        most = min(number - 1, pixels)
        if not 1 <= count <= most:
            raise ValueError(f"count is {count}; {number} faces of {pixels} values allow 1 to {most} components.")
        mean = _mean(faces)
        width = min(count + OVERSAMPLING, number, pixels)
        start = torch.randn(number, width, generator=torch.Generator().manual_seed(seed))
        basis, weights, triangle = _power_step(faces, mean, start.to(faces.device))
        for _ in range(POWER_ITERATIONS):
            basis, weights, triangle = _power_step(faces, mean, weights)
        rotation = torch.linalg.svd(triangle).Vh[:count]
        return cls(mean, rotation @ basis.T)

    def reconstruct(self, faces: Tensor, count: int | None = None) -> Tensor:
        """Return what the code of the first components keeps of faces.

        Args:
            faces: (N, 3, S, S) float32 RGB in [0, 1].
            count: how many components, from 0 (the mean face) to K; None takes all.
        Returns:
            (N, 3, S, S) clipped to [0, 1].
        Raises:
            ValueError: faces of another size or range, or a count out of range.
        """
        check_faces(faces, size=math.isqrt(len(self.mean) // 3))
        count = len(self.components) if count is None else count
        if not 0 <= count <= len(self.components):
            raise ValueError(f"count is {count}; give 0 to {len(self.components)} components.")
        components = self.components[:count]
        code = (faces.flatten(1) - self.mean) @ components.T
        return (self.mean + code @ components).view_as(faces).clamp(0, 1)


def _power_step(faces: Tensor, mean: Tensor, weights: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Return an orthonormal basis of weighted sums of the faces, and the faces in it as weights times a triangle."""
    basis = torch.linalg.qr(_weighted(faces, mean, weights)).Q
    weights, triangle = torch.linalg.qr(_projected(faces, mean, basis))
    return basis, weights, triangle


def _mean(faces: Tensor) -> Tensor:
    sums = (to_float(chunk).sum(0).double() for chunk in faces.split(CHUNK))
    total = sum(sums, torch.zeros(()))
    return (total / len(faces)).float().flatten()


def _centred(faces: Tensor, mean: Tensor) -> Iterator[Tensor]:
    for chunk in faces.split(CHUNK):
        yield to_float(chunk).flatten(1).sub_(mean)


def _weighted(faces: Tensor, mean: Tensor, weights: Tensor) -> Tensor:
    """Return sums of the centred faces, (P, width), one for each column of ``weights``, (N, width)."""
    total = weights.new_zeros(len(mean), weights.shape[1])
    for chunk, some in zip(_centred(faces, mean), weights.split(CHUNK), strict=True):
        total.addmm_(chunk.T, some)
    return total


def _projected(faces: Tensor, mean: Tensor, basis: Tensor) -> Tensor:
    """Return the centred faces in a basis, (P, width), as (N, width)."""
    return torch.cat([chunk @ basis for chunk in _centred(faces, mean)])
