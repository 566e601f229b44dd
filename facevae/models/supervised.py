"""A denoiser that knows no codes: noisy picture in, clean picture out, taught with pairs of both.

It is here as a yardstick. Nothing in it can be sampled, dragged or asked for another face; it only shows how well noise
can be removed with the same faces and the same time to learn.

Source: Zhang et al. 2017, "Beyond a Gaussian denoiser" (DnCNN); working at half size with the noise level beside the
picture, Zhang et al. 2018, "FFDNet".
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

SHRINK = 2


@dataclass(frozen=True)
class SupervisedConfig:
    """The shape of a `Supervised`.

    Attributes:
        width: channels of its convolutions.
        depth: convolutions, at least 2.
    """

    width: int = 64
    depth: int = 10

    def __post_init__(self) -> None:
        if self.width < 1 or self.depth < 2:
            raise ValueError(f"width is {self.width} and depth {self.depth}; give at least 1 and 2.")


class Supervised(nn.Module):
    """Noisy faces and their noise level to clean faces, of any even size."""

    def __init__(self, config: SupervisedConfig) -> None:
        super().__init__()
        self.config = config
        colours, width = 3 * SHRINK**2, config.width
        layers: list[nn.Module] = [nn.Conv2d(colours + 1, width, 3, padding=1), nn.ReLU()]
        for _ in range(config.depth - 2):
            layers += [nn.Conv2d(width, width, 3, padding=1), nn.ReLU()]
        self.fold, self.unfold = nn.PixelUnshuffle(SHRINK), nn.PixelShuffle(SHRINK)
        self.layers = nn.Sequential(*layers, nn.Conv2d(width, colours, 3, padding=1))
        for layer in self.layers[:-1:2]:
            nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
            nn.init.zeros_(layer.bias)
        nn.init.zeros_(self.layers[-1].weight)
        nn.init.zeros_(self.layers[-1].bias)

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
        return noisy - self.unfold(self.layers(torch.cat([cells - 0.5, level], dim=1)))
