"""What belongs into a hole beyond the code: the known residual, continued by a network that has seen faces.

A code of a few hundred numbers, guessed from what is left of a face, gets the hole roughly right. How far the model's
face misses the known pixels tells more: where the light comes from, how an iris on the other side looks, where a
hairline goes on. The best linear model of faces errs in other ways than the VAE, so that half-way between the two is
closer than either; from there convolutions go on. They see both faces, what each of them misses, and all of it in the
mirror, because half a face tells much about the other half.

Source: Ronneberger et al. 2015, "U-Net"; holes filled by convolutions, Pathak et al. 2016, "Context encoders".
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from facevae.models.layers import ResidualBlock, check_side

_TYPICAL = 0.1
"""Size of a residual; numbers near 1 are learned faster."""


@dataclass(frozen=True)
class ContinuationConfig:
    """The shape of a `Continuation`.

    Attributes:
        image_size: S, side of a face in pixels.
        patch: side of the pixel blocks that the first convolution sees as one.
        widths: channels at image_size / patch, half that, a quarter ...
        blocks: residual blocks at each size, on the way down and on the way up.
    """

    image_size: int = 128
    patch: int = 4
    widths: tuple[int, ...] = (80, 144, 224)
    blocks: int = 2

    def __post_init__(self) -> None:
        object.__setattr__(self, "widths", tuple(self.widths))
        check_side(self.image_size, self.patch, self.widths)


class Continuation(nn.Module):
    """Continues a residual into a hole; starts half-way to what a linear model of faces says."""

    def __init__(self, config: ContinuationConfig) -> None:
        super().__init__()
        self.config = config
        widths, blocks = config.widths, config.blocks
        self.fold, self.unfold = nn.PixelUnshuffle(config.patch), nn.PixelShuffle(config.patch)
        self.look = nn.Conv2d(2 * 13 * config.patch**2, widths[0], 3, padding=1)
        self.down = nn.ModuleList(_blocks(width, blocks) for width in widths[:-1])
        self.shrink = nn.ModuleList(nn.Conv2d(a, b, 4, stride=2, padding=1) for a, b in itertools.pairwise(widths))
        self.bottom = _blocks(widths[-1], blocks)
        self.grow = nn.ModuleList(
            nn.Sequential(nn.Conv2d(b, 4 * a, 1), nn.PixelShuffle(2)) for a, b in itertools.pairwise(widths)
        )
        self.up = nn.ModuleList(_blocks(width, blocks) for width in widths[:-1])
        self.head = nn.Conv2d(widths[0], 3 * config.patch**2, 3, padding=1)
        nn.init.zeros_(self.head.weight)
        nn.init.zeros_(self.head.bias)

    def forward(self, residual: Tensor, generated: Tensor, linear: Tensor, mask: Tensor) -> Tensor:
        """Continue a residual.

        Args:
            residual: (N, 3, S, S) photo minus the model's face; what stands in the hole is ignored.
            generated: (N, 3, S, S) the model's face, in [0, 1].
            linear: (N, 3, S, S) the face that `Eigenfaces` finds likeliest, in [0, 1].
            mask: (N, 1, S, S) in [0, 1]; above 0 = hole.
        Returns:
            (N, 3, S, S): unchanged outside the hole.
        """
        hole = (mask > 0).to(residual.dtype)
        apart = linear - generated
        missed = torch.cat([residual * (1 - hole), (residual - apart) * (1 - hole), apart], dim=1)
        seen = torch.cat([missed / _TYPICAL, generated - 0.5, hole], dim=1)
        features = self.look(self.fold(torch.cat([seen, seen.flip(-1)], dim=1)))
        levels = []
        for blocks, shrink in zip(self.down, self.shrink, strict=True):
            levels.append(blocks(features))
            features = shrink(levels[-1])
        features = self.bottom(features)
        for grow, blocks, level in reversed(list(zip(self.grow, self.up, levels, strict=True))):
            features = blocks(level + grow(features))
        return torch.where(hole > 0, apart / 2 + _TYPICAL * self.unfold(self.head(features)), residual)


def _blocks(width: int, count: int) -> nn.Sequential:
    return nn.Sequential(*(ResidualBlock(width) for _ in range(count)))
