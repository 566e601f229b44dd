"""Interface of restoration methods: Problem in, Restoration out, capabilities."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor

from facevae.damage.clipped_noise import QUIET
from facevae.model import FaceVae

Kind = Literal["classical", "linear", "model", "supervised"]
"""What a method knows: nothing of faces, linear statistics of them, the VAE, or pairs of noisy and clean faces."""


@dataclass(frozen=True)
class Problem:
    """Degraded faces, and what is known of their degradation.

    Attributes:
        faces: (N, 3, S, S) float32 RGB in [0, 1]; what stands in the hole does not matter.
        mask: (N, 1, S, S) in [0, 1]; 1 = missing.
        sigma: (N,) standard deviation of the noise on the known pixels, on the [0, 1] scale.
        samples: K, how many restorations are asked for; above 1 only of a method with `multiple_samples`.
        strength: 0 keeps the degraded face, 1 takes the model's; other than 0.5 only of an `adjustable` method.
        generator: of the draws, for K above 1.
    """

    faces: Tensor
    mask: Tensor
    sigma: Tensor
    samples: int = 1
    strength: float = 0.5
    generator: torch.Generator | None = None

    @property
    def has_hole(self) -> bool:
        """Whether a pixel of any face is missing."""
        return bool(self.mask.any())

    def restored(self, faces: Tensor) -> Restoration:
        """Make a restoration of one face each.

        Args:
            faces: (N, 3, S, S) in [0, 1], what a method made of the problem.
        Returns:
            Those faces; where a hole is all there is to restore, with the known pixels as they came.
        """
        if self.has_hole:
            filled = torch.where(self.mask > 0, torch.lerp(self.faces, faces, self.mask), self.faces)
            faces = torch.where(self.sigma[:, None, None, None] < QUIET, filled, faces)
        return Restoration.single(faces)


@dataclass(frozen=True)
class Restoration:
    """Weighted restorations of faces, the likeliest first.

    Attributes:
        faces: (N, K, 3, S, S) in [0, 1].
        weights: (N, K), adding up to 1 for each face, falling.
    """

    faces: Tensor
    weights: Tensor

    @classmethod
    def single(cls, faces: Tensor) -> Restoration:
        """One restoration of each face, (N, 3, S, S) in [0, 1]."""
        return cls(faces[:, None], faces.new_ones(len(faces), 1))

    @property
    def mean(self) -> Tensor:
        """(N, 3, S, S) in [0, 1], their weighted mean: closer to the truth than most of them, and blurred where they
        disagree."""
        return (self.faces * self._weights).sum(1)

    @property
    def variance(self) -> Tensor:
        """(N, 1, S, S), their weighted variance, averaged over the colours; 0 where all agree, at most 1/4."""
        squared = (self.faces - self.mean[:, None]).square() * self._weights
        return squared.sum(1).mean(1, keepdim=True)

    @property
    def _weights(self) -> Tensor:
        return self.weights[..., None, None, None]


@dataclass(frozen=True)
class Method:
    """One way to restore faces.

    Attributes:
        name: its key in `METHODS`.
        label: its name on the screen and in tables.
        kind: one of `Kind`.
        run: restores; trusts that the problem is within what the method can.
        requires: the part of a `FaceVae` without which it cannot run, or "".
        package: the package outside the requirements without which it cannot run, or "".
        multiple_samples: whether it draws several restorations.
        removes_noise: whether it is one of `DENOISERS`, or removes noise beside filling a hole.
        fills_holes: whether it is one of `INPAINTERS`.
        adjustable: whether it has a model's face to blend with, by `strength`.
    """

    name: str
    label: str
    kind: Kind
    run: Callable[[FaceVae, Problem], Restoration]
    requires: str = ""
    package: str = ""
    multiple_samples: bool = False
    removes_noise: bool = False
    fills_holes: bool = False
    adjustable: bool = False

    def runs_on(self, model: FaceVae) -> bool:
        """Whether the model has the part, and this machine the package, that it requires."""
        has_part = not self.requires or getattr(model, self.requires) is not None
        return has_part and (not self.package or importlib.util.find_spec(self.package) is not None)
