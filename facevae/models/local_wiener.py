"""Local Wiener filter for the residual y - D(z) of a noisy face: gains by block and frequency, set by a network.

`WienerGain` treats every part of every face alike. But hair is rough and cheeks are smooth, and the decoded face says
where they are. Here the residual is cut into small overlapping blocks, each block into frequencies, and convolutions
set the gain of every frequency of every block. They can draw nothing of their own: each number is a share between 0
and 1 of what the photo shows.

Source: Wiener shares in place of thresholds in the shrinkage of Donoho and Johnstone 1994, predicted by a network as
in Schmidt and Roth 2014, "Shrinkage fields for effective image restoration"; the lapped cosine transform is that of
Malvar 1992, "Signal processing with lapped transforms".
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from facevae.models.layers import ResidualBlock
from facevae.models.wiener import LEVELS, cosine_transform, mix, opponent

HOP = 4
"""Pixels from one block to the next; a block is twice as wide."""

_START = 3.0
"""Logit of the shares at the start: nearly the shares that hold for the whole picture."""

_FLOOR = 0.02
"""Added to the noise level that residuals are measured in, so that little noise does not blow them up."""


@dataclass(frozen=True)
class LocalWienerConfig:
    """The shape of a `LocalWiener`.

    Attributes:
        image_size: side of a face in pixels, a multiple of 4.
        width: channels of the convolutions.
        blocks: residual blocks.
    """

    image_size: int = 128
    width: int = 80
    blocks: int = 4

    def __post_init__(self) -> None:
        if self.image_size % HOP or min(self.image_size, self.width, self.blocks) < 1:
            raise ValueError(f"image_size must be a multiple of {HOP}; it, width and blocks must be positive.")


class LocalWiener(nn.Module):
    """Residual of a noisy face, and its Wiener-filtered form, to what of it is kept.

    Args:
        config: sizes.
    """

    frame: Tensor

    def __init__(self, config: LocalWienerConfig) -> None:
        super().__init__()
        self.config = config
        self.cells = nn.PixelUnshuffle(HOP)
        self.look = nn.Conv2d(9 * HOP**2 + 1, config.width, 2)
        self.blocks = nn.Sequential(*(ResidualBlock(config.width) for _ in range(config.blocks)))
        self.head = nn.Conv2d(config.width, 2 * 3 * (2 * HOP) ** 2, 1)
        nn.init.zeros_(self.head.weight)
        self.head.bias = nn.Parameter(torch.tensor([_START, -_START]).repeat_interleave(3 * (2 * HOP) ** 2))
        self.register_buffer("frame", _lapped_transform(), persistent=False)

    def forward(self, residual: Tensor, wiener_residual: Tensor, decoded: Tensor, sigma: Tensor) -> Tensor:
        """Filter residuals.

        Args:
            residual: (N, 3, S, S), as `facevae.models.wiener.residual_of` returns it.
            wiener_residual: (N, 3, S, S), what `WienerGain` makes of it.
            decoded: (N, 3, S, S) the decoded face, in [0, 1].
            sigma: (N,) noise level on the [0, 1] scale.
        Returns:
            (N, 3, S, S), to be added to the decoded face.
        """
        kept, detail = self.shares(residual, wiener_residual, decoded, sigma)
        spectrum, wiener_spectrum = self._spectrum(residual), self._spectrum(wiener_residual)
        return self._picture(kept * torch.lerp(wiener_spectrum, spectrum, detail))

    def shares(
        self, residual: Tensor, wiener_residual: Tensor, decoded: Tensor, sigma: Tensor
    ) -> tuple[Tensor, Tensor]:
        """What is kept of every frequency of every block, and how much of that is of the unfiltered residual.

        Args:
            residual, wiener_residual, decoded, sigma: as for `forward`.
        Returns:
            Two of (N, 192, S / 4 + 1, S / 4 + 1) in [0, 1].
        """
        level = sigma[:, None, None, None]
        scale = 1 / (level + _FLOOR)
        pictures = torch.cat([decoded - 0.5, residual * scale, wiener_residual * scale], dim=1)
        cells = self.cells(_padded(pictures))
        features = self.blocks(self.look(torch.cat([cells, level.expand_as(cells[:, :1])], dim=1)))
        kept, detail = self.head(F.silu(features)).sigmoid().chunk(2, dim=1)
        return torch.lerp(torch.ones_like(kept), kept, (level / LEVELS[0]).clamp(max=1)), detail

    def _spectrum(self, picture: Tensor) -> Tensor:
        colours = _padded(mix(picture, opponent())).flatten(0, 1)[:, None]
        return F.conv2d(colours, self.frame, stride=HOP).unflatten(0, (len(picture), 3)).flatten(1, 2)

    def _picture(self, spectrum: Tensor) -> Tensor:
        colours = spectrum.unflatten(1, (3, -1)).flatten(0, 1)
        padded = F.conv_transpose2d(colours, self.frame, stride=HOP)[:, 0]
        return mix(padded.unflatten(0, (len(spectrum), 3))[..., HOP:-HOP, HOP:-HOP], opponent().T)


def _padded(picture: Tensor) -> Tensor:
    return F.pad(picture, (HOP, HOP, HOP, HOP), mode="reflect")


def _lapped_transform() -> Tensor:
    """Cosines of a block under a window whose squares add up to 1 where blocks overlap, (64, 1, 8, 8)."""
    side = 2 * HOP
    window = torch.sin(math.pi / side * (torch.arange(side) + 0.5))
    waves = cosine_transform(side) * window
    return torch.einsum("ux,vy->uvxy", waves, waves).flatten(0, 1)[:, None]
