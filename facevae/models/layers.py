"""Building blocks of the convolutional networks."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import torch.nn.functional as F
from torch import Tensor, nn


class ResidualBlock(nn.Module):
    """Two 3x3 convolutions beside an identity; starts as the identity.

    There is no normalisation: it removes the absolute level that a picture's tone lives in, and the
    zero start of the second convolution makes it unnecessary.

    Args:
        width: channels in and out.
    Source: Lim et al. 2017, "Enhanced deep residual networks for single image super-resolution".
    """

    def __init__(self, width: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(width, width, 3, padding=1)
        self.second = nn.Conv2d(width, width, 3, padding=1)
        start_at_zero(self.second)

    def forward(self, features: Tensor) -> Tensor:
        """Map (N, width, H, W) features to the same shape."""
        return features + self.second(F.silu(self.first(F.silu(features))))


def start_at_zero(layer: nn.Conv2d | nn.Linear) -> None:
    """Let a layer put out zeros at first."""
    nn.init.zeros_(layer.weight)
    if layer.bias is not None:
        nn.init.zeros_(layer.bias)


def check_side(image_size: int, patch: int, widths: Sequence[int]) -> None:
    """Check that a picture can be cut into patches and then halved for every width after the first.

    Raises:
        ValueError: it cannot.
    """
    step = patch * 2 ** (len(widths) - 1)
    if image_size % step:
        raise ValueError(f"image_size is {image_size}; patch and widths ask for a multiple of {step}.")


class DownPath(nn.Module):
    """A picture to a vector of features, halving the side at every width after the first.

    Args:
        channels: channels of the picture.
        image_size: its side, divisible by patch * 2 ** (len(widths) - 1).
        patch: side of the pixel blocks that the first convolution sees as one; most of the cost is at full size.
        widths: channels at image_size / patch, half that, a quarter ...
        blocks: residual blocks at each size.
    """

    def __init__(self, channels: int, image_size: int, patch: int, widths: Sequence[int], blocks: int) -> None:
        super().__init__()
        stages: list[nn.Module] = [
            nn.PixelUnshuffle(patch),
            nn.Conv2d(channels * patch**2, widths[0], 3, padding=1),
            *(ResidualBlock(widths[0]) for _ in range(blocks)),
        ]
        for narrow, wide in itertools.pairwise(widths):
            stages.append(nn.Conv2d(narrow, wide, 4, stride=2, padding=1))
            stages += [ResidualBlock(wide) for _ in range(blocks)]
        self.stages = nn.Sequential(*stages)
        self.features = widths[-1] * (image_size // patch >> (len(widths) - 1)) ** 2

    def forward(self, picture: Tensor) -> Tensor:
        """Map (N, channels, S, S) to (N, features)."""
        return F.silu(self.stages(picture)).flatten(1)


class UpPath(nn.Module):
    """A vector of features to a map at the picture's patches, doubling the side at every width.

    Args:
        image_size, patch, widths, blocks: as for `DownPath`; the widths are used from the last to the first.
    """

    def __init__(self, image_size: int, patch: int, widths: Sequence[int], blocks: int) -> None:
        super().__init__()
        self.side = image_size // patch >> (len(widths) - 1)
        self.width = widths[-1]
        stages: list[nn.Module] = [ResidualBlock(widths[-1]) for _ in range(blocks)]
        for wide, narrow in itertools.pairwise(reversed(widths)):
            stages += [nn.Conv2d(wide, 4 * narrow, 1), nn.PixelShuffle(2)]
            stages += [ResidualBlock(narrow) for _ in range(blocks)]
        self.stages = nn.Sequential(*stages)
        self.features = self.width * self.side**2

    def forward(self, features: Tensor) -> Tensor:
        """Map (N, features) to (N, widths[0], S / patch, S / patch)."""
        return self.stages(features.view(-1, self.width, self.side, self.side))
