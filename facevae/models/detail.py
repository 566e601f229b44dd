"""The detail stage: one pass that turns what a VAE leaves blurred into a face that looks real.

A decoder draws the mean of everything that a code or the visible part of a face leaves open, and a mean of eyes is a
smudge. This network draws one face instead of the mean of many. It sees the soft face, where it was invented, and a
little noise there, so that two draws differ.

Source: the U-Net of Ronneberger et al. 2015; trained against heads on a frozen network's features as in Sauer et al.
2021, "Projected GANs converge faster". That a mean is what the least squared error asks for, and that it looks like no
face: Blau and Michaeli 2018, "The perception-distortion tradeoff".
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from facevae.models.layers import check_side, start_at_zero

GROUPS = 8
"""Groups of channels that are normalised together."""

HEADS = 4
"""Heads of the attention at the smallest size."""


@dataclass(frozen=True)
class DetailConfig:
    """The shape of a `DetailNet`.

    Attributes:
        image_size: side of a face in pixels, divisible by patch * 2 ** (len(widths) - 1).
        widths: channels at image_size / patch, half that, a quarter ...; multiples of 8.
        blocks: residual blocks at each size, on the way down and again on the way up.
        patch: side of the pixel blocks that are folded into channels; most of the cost is at full size.
        noise: standard deviation of the noise in the input, on the [0, 1] scale.
    """

    image_size: int = 128
    widths: tuple[int, ...] = (40, 80, 160, 224)
    blocks: tuple[int, ...] = (1, 2, 2, 2)
    patch: int = 2
    noise: float = 0.05

    def __post_init__(self) -> None:
        object.__setattr__(self, "widths", tuple(self.widths))
        object.__setattr__(self, "blocks", tuple(self.blocks))
        if not self.widths or len(self.widths) != len(self.blocks) or min(*self.blocks, self.patch) < 1:
            raise ValueError("widths and blocks must be as many, and blocks and patch positive.")
        if any(width < 1 or width % GROUPS for width in self.widths):
            raise ValueError(f"widths are {self.widths}; give multiples of {GROUPS}.")
        if not self.noise >= 0:
            raise ValueError(f"noise is {self.noise}; give a standard deviation of 0 or more.")
        check_side(self.image_size, self.patch, self.widths)


class NormedBlock(nn.Module):
    """Two 3x3 convolutions, each after a group normalisation, beside a shortcut.

    Args:
        inputs, outputs: channels.
    """

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.first_norm, self.first = nn.GroupNorm(GROUPS, inputs), nn.Conv2d(inputs, outputs, 3, padding=1)
        self.second_norm, self.second = nn.GroupNorm(GROUPS, outputs), nn.Conv2d(outputs, outputs, 3, padding=1)
        self.shortcut = nn.Conv2d(inputs, outputs, 1) if inputs != outputs else nn.Identity()

    def forward(self, features: Tensor) -> Tensor:
        """Map (N, inputs, H, W) to (N, outputs, H, W)."""
        changed = self.first(F.silu(self.first_norm(features)))
        return self.shortcut(features) + self.second(F.silu(self.second_norm(changed)))


class Attention(nn.Module):
    """Every place looks at every other; added to what is there.

    Args:
        width: channels.
    Source: Vaswani et al. 2017, "Attention is all you need".
    """

    def __init__(self, width: int) -> None:
        super().__init__()
        self.norm = nn.GroupNorm(GROUPS, width)
        self.look, self.tell = nn.Conv2d(width, 3 * width, 1), nn.Conv2d(width, width, 1)

    def forward(self, features: Tensor) -> Tensor:
        """Map (N, width, H, W) to the same shape."""
        places = self.look(self.norm(features)).flatten(2).unflatten(1, (3, HEADS, -1)).transpose(-1, -2)
        seen = F.scaled_dot_product_attention(*places.unbind(1))
        return features + self.tell(seen.transpose(-1, -2).flatten(1, 2).unflatten(2, features.shape[2:]))


class DetailNet(nn.Module):
    """A soft face in, a detailed one out; only what was invented changes.

    Args:
        config: sizes.
    """

    def __init__(self, config: DetailConfig) -> None:
        super().__init__()
        self.config = config
        widths, bottom = config.widths, config.widths[-1]
        self.fold, self.unfold = nn.PixelUnshuffle(config.patch), nn.PixelShuffle(config.patch)
        self.look = nn.Conv2d(7 * config.patch**2, widths[0], 3, padding=1)
        before = (widths[0], *widths[:-1])
        self.down = nn.ModuleList(
            nn.Sequential(NormedBlock(narrow, wide), *(NormedBlock(wide, wide) for _ in range(count - 1)))
            for narrow, wide, count in zip(before, widths, config.blocks, strict=True)
        )
        self.middle = nn.Sequential(NormedBlock(bottom, bottom), Attention(bottom), NormedBlock(bottom, bottom))
        below = (*widths[1:], bottom)
        self.up = nn.ModuleList(
            nn.Sequential(NormedBlock(under + width, width), *(NormedBlock(width, width) for _ in range(count - 1)))
            for under, width, count in zip(below, widths, config.blocks, strict=True)
        )
        self.norm = nn.GroupNorm(GROUPS, widths[0])
        self.head = nn.Conv2d(widths[0], 3 * config.patch**2, 3, padding=1)
        start_at_zero(self.head)

    def forward(self, soft: Tensor, mask: Tensor, noise: Tensor) -> Tensor:
        """Draw the detail of faces.

        Args:
            soft: (N, 3, S, S) in [0, 1], as a mean leaves them.
            mask: (N, 1, S, S) in [0, 1]; 1 = invented, and to be drawn.
            noise: (N, 3, S, S) of standard deviation 1; makes one draw differ from another.
        Returns:
            (N, 3, S, S), not clipped; where the mask is 0 the soft face as it came.
        """
        return soft + self.velocity(self.start(soft, mask, noise), soft, mask)

    def start(self, soft: Tensor, mask: Tensor, noise: Tensor) -> Tensor:
        """Soft faces with a little noise where they were invented; arguments and shape as for `forward`."""
        return soft + self.config.noise * noise * mask

    def velocity(self, place: Tensor, soft: Tensor, mask: Tensor) -> Tensor:
        """What is to be added to a soft face, seen from a place on the way from `start` to a real one.

        Args:
            place: (N, 3, S, S); where drawing takes one pass it is `start`.
            soft: as for `forward`.
            mask: as for `forward`.
        Returns:
            (N, 3, S, S), 0 where the mask is.
        """
        return self._paint(torch.cat([place * 2 - 1, soft * 2 - 1, mask], dim=1)) * mask

    def _paint(self, picture: Tensor) -> Tensor:
        """What is to be added to the soft face, (N, 7, S, S) to (N, 3, S, S)."""
        features = self.look(self.fold(picture))
        kept = []
        for level, blocks in enumerate(self.down):
            features = blocks(F.avg_pool2d(features, 2) if level else features)
            kept.append(features)
        features = self.middle(features)
        for level, blocks in reversed(list(enumerate(self.up))):
            if level < len(self.up) - 1:
                features = F.interpolate(features, scale_factor=2, mode="nearest")
            features = blocks(torch.cat([features, kept[level]], dim=1))
        return self.unfold(self.head(F.silu(self.norm(features))))
