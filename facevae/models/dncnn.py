"""DnCNN: a supervised residual denoiser without a latent space, as a baseline.

It is here as a yardstick. Nothing in it can be sampled, dragged or asked for another face; it only shows how well noise
can be removed with the same faces and the same time to learn.

Source: Zhang et al. 2017, "Beyond a Gaussian denoiser" (DnCNN: predict the noise, not the face); working at half size
with the noise level beside the picture, Zhang et al. 2018, "FFDNet"; residual blocks, Lim et al. 2017 (EDSR): a plain
chain of as many convolutions learned far more slowly.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from facevae.models.layers import ResidualBlock, start_at_zero

SHRINK = 2


@dataclass(frozen=True)
class DnCnnConfig:
    """The shape of a `DnCnn`.

    Attributes:
        width: channels of its convolutions.
        blocks: residual blocks.
    """

    width: int = 64
    blocks: int = 5

    def __post_init__(self) -> None:
        if min(self.width, self.blocks) < 1:
            raise ValueError(f"width is {self.width} and blocks {self.blocks}; give at least 1 of each.")


class DnCnn(nn.Module):
    """Noisy faces and their noise level to clean faces, of any even size."""

    def __init__(self, config: DnCnnConfig) -> None:
        super().__init__()
        self.config = config
        colours, width = 3 * SHRINK**2, config.width
        self.fold, self.unfold = nn.PixelUnshuffle(SHRINK), nn.PixelShuffle(SHRINK)
        self.look = nn.Conv2d(colours + 1, width, 3, padding=1)
        self.blocks = nn.Sequential(*(ResidualBlock(width) for _ in range(config.blocks)))
        self.head = nn.Conv2d(width, colours, 3, padding=1)
        start_at_zero(self.head)

    def forward(self, noisy: Tensor, sigma: Tensor) -> Tensor:
        """Remove the noise.

        Args:
            noisy: (N, 3, S, S) in [0, 1], S even.
            sigma: (N,) noise level on the [0, 1] scale.
        Returns:
            (N, 3, S, S), not clipped.
        """
        cells = self.fold(noisy)
        level = sigma[:, None, None, None].expand_as(cells[:, :1])
        features = self.blocks(self.look(torch.cat([cells - 0.5, level], dim=1)))
        return noisy - self.unfold(self.head(features))
