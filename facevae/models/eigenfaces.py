"""Eigenfaces (PCA) with a Wiener gain for what is finer: the linear optimum that a VAE has to beat.

A mean face and its leading directions of variance (eigenfaces) at a quarter of the size, and for everything finer a
share for each frequency. Given noise or holes, the posterior mean under such a model is the best linear estimate.

Source: Turk and Pentland 1991, "Eigenfaces for recognition".
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from facevae.models.linear_gaussian import LinearPosterior
from facevae.models.wiener import WienerGain


@dataclass(frozen=True)
class EigenfacesConfig:
    """The shape of an `Eigenfaces`.

    Attributes:
        image_size: S, side of a face in pixels.
        side: side of the eigenfaces; divides image_size.
        components: how many eigenfaces, at most 3 * side * side.
    """

    image_size: int = 128
    side: int = 32
    components: int = 1024

    def __post_init__(self) -> None:
        if self.image_size % self.side or not 1 <= self.components <= 3 * self.side**2:
            raise ValueError(
                f"side {self.side} must divide image_size {self.image_size}, and allows 1 to {3 * self.side**2} "
                f"components, not {self.components}."
            )


class Eigenfaces(nn.Module):
    """Damaged faces, their mask and noise level to what the eigenfaces make of them.

    Attributes:
        mean: (3, S, S), the mean face.
        residual: shares for what is finer than the eigenfaces.
    """

    mean: Tensor

    def __init__(self, config: EigenfacesConfig) -> None:
        super().__init__()
        self.config = config
        self.linear = LinearPosterior(config.image_size, config.side, config.components)
        self.residual = WienerGain(config.image_size)
        self.register_buffer("mean", torch.zeros(3, config.image_size, config.image_size))

    def forward(self, faces: Tensor, mask: Tensor, sigma: Tensor) -> Tensor:
        """Draw the face that the known pixels make likeliest.

        Args:
            faces: (N, 3, S, S) in [0, 1]; what stands where the mask is 1 does not matter.
            mask: (N, 1, S, S) in [0, 1]; 1 = missing.
            sigma: (N,) noise level on the [0, 1] scale.
        Returns:
            (N, 3, S, S) in [0, 1].
        """
        sketch = self.linear.sketch(self.linear(faces, 1 - mask, sigma).mean)
        change = sketch - self.linear.mean.view_as(sketch[0])
        size = self.config.image_size
        return (self.mean + F.interpolate(change, size=size, mode="bicubic", align_corners=False)).clamp(0, 1)
