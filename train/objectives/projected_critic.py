"""A critic that looks through a frozen network's eyes: it need not learn to see, only to tell real from drawn.

Source: Sauer et al. 2021, "Projected GANs converge faster", with three differences. Random projections between the maps
learned nothing with batches of 8, so each map has a head of its own. Scores count only where something was drawn:
elsewhere both pictures are the same, and scores are noise. And one head sees the pixels themselves: the first try, that
had none, left patches of a checkerboard of single pixels in dark places.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.func import functional_call
from torch.nn.utils.fusion import fuse_conv_bn_eval
from torch.nn.utils.parametrizations import spectral_norm

from train.objectives import efficientnet

MAGNIFIED = (1.25, 1.375, 1.5, 1.625, 1.75)
"""The teacher, used to larger pictures, sees faces at one of these times their size; the middle one where nothing is to
be random, so that no pattern of pixels always falls between its steps."""

FOLD = 2
"""Side of the blocks of pixels that the head for pixels sees as one."""

_STAGES = ((0, 3), (3, 5), (5, 11), (11, 16))
"""Blocks of the teacher up to each of its maps, at a quarter of the side and half of that each time; in the last a head
sees both eyes at once, without which each eye is good and they make no pair."""


class Teacher(nn.Module):
    """A picture's pixels and a frozen network's maps of it, from fine to coarse.

    Args:
        stages: from one map to the next, the first from RGB in [-1, 1].
        channels: of each map.

    Attributes:
        channels: of each map, that of the pixels first.
    """

    def __init__(self, stages: Sequence[nn.Module], channels: Sequence[int]) -> None:
        super().__init__()
        self.stages, self.channels = nn.ModuleList(stages), (3 * FOLD**2, *channels)

    def forward(self, faces: Tensor, magnified: float = MAGNIFIED[len(MAGNIFIED) // 2]) -> list[Tensor]:
        """Map (N, 3, S, S) in [0, 1] to its pixels, folded, and to (N, C, H, W) for each stage."""
        maps = [F.pixel_unshuffle(faces * 2 - 1, FOLD)]
        features = F.interpolate(faces * 2 - 1, scale_factor=magnified, mode="bilinear", align_corners=False)
        for stage in self.stages:
            features = stage(features)
            maps.append(features)
        return maps


def efficientnet_lite0() -> Teacher:
    """EfficientNet-Lite0 as it learned from ImageNet, frozen, its normalisation folded into its convolutions.

    Raises:
        TrainError: the packages with its code and weights are not installed.
    """
    network = efficientnet.lite0().eval()
    stem = nn.Sequential(fuse_conv_bn_eval(network._conv_stem, network._bn0), network._swish)
    for block in network._blocks:
        if hasattr(block, "_expand_conv"):
            _fuse(block, "_expand_conv", "_bn0")
        _fuse(block, "_depthwise_conv", "_bn1")
        _fuse(block, "_project_conv", "_bn2")
    stages = [nn.Sequential(*network._blocks[first:end]) for first, end in _STAGES]
    channels = [cast(nn.Conv2d, network._blocks[end - 1]._project_conv).out_channels for _, end in _STAGES]
    return Teacher([nn.Sequential(stem, stages[0]), *stages[1:]], channels).requires_grad_(False)


def _fuse(block: nn.Module, convolution: str, norm: str) -> None:
    """Fold a block's normalisation into the convolution before it."""
    parts = cast(nn.Conv2d, getattr(block, convolution)), cast(nn.BatchNorm2d, getattr(block, norm))
    setattr(block, convolution, fuse_conv_bn_eval(*parts))
    setattr(block, norm, nn.Identity())


class ProjectedCritic(nn.Module):
    """Scores of a teacher's maps, place by place; positive for real.

    Args:
        channels: of each map, that of the pixels first.
        width: channels of the heads.
    """

    def __init__(self, channels: Sequence[int], width: int) -> None:
        super().__init__()
        for index, count in enumerate(channels):
            self.register_buffer(f"mean{index}", torch.zeros(count))
            self.register_buffer(f"spread{index}", torch.ones(count))
        *finer, coarsest = channels
        self.heads = nn.ModuleList([*(_head(count, width) for count in finer), _head(coarsest, width, shrink=False)])

    @torch.no_grad()
    def normalise_by(self, maps: Sequence[Tensor]) -> None:
        """Bring each channel of real faces' maps to mean 0 and deviation 1 from now on."""
        for index, features in enumerate(maps):
            spread, mean = torch.std_mean(features.float(), dim=(0, 2, 3))
            getattr(self, f"mean{index}").copy_(mean)
            getattr(self, f"spread{index}").copy_(spread.clamp(min=1e-3))

    def normalised(self, maps: Sequence[Tensor]) -> list[Tensor]:
        """Maps (N, C, H, W) with channels of mean 0 and deviation 1."""
        return [
            (features - getattr(self, f"mean{index}")[:, None, None]) / getattr(self, f"spread{index}")[:, None, None]
            for index, features in enumerate(maps)
        ]

    def forward(self, maps: Sequence[Tensor]) -> list[Tensor]:
        """Normalised maps (N, C, H, W) to scores (N, 1, H', W') of each."""
        return [head(features) for head, features in zip(self.heads, maps, strict=True)]

    def frozen(self, maps: Sequence[Tensor]) -> list[Tensor]:
        """The same, with no gradient for the critic's own weights."""
        weights = {name: value.detach() for name, value in self.named_parameters()}
        return functional_call(self, weights, (maps,))


def where_drawn(maps: Tensor, mask: Tensor) -> Tensor:
    """Average something over the places that a mask touches.

    Args:
        maps: (N, C, H, W).
        mask: (N, 1, S, S), S at least H; a place counts as much as the pixel that the mask covers most in it.
    Returns:
        (N,), also the mean over the channels; 0 where the mask is empty.
    """
    places = F.adaptive_max_pool2d(mask, maps.shape[2:])
    return (maps.float().mean(1, keepdim=True) * places).sum((1, 2, 3)) / places.sum((1, 2, 3)).clamp(min=1e-6)


def altered_alike(pictures: Sequence[Tensor], mask: Tensor, generator: torch.Generator) -> tuple[list[Tensor], Tensor]:
    """Alter pictures at random, all of them alike, so that a critic cannot learn the few real ones by heart.

    Args:
        pictures: each (N, 3, S, S) in [0, 1].
        mask: (N, 1, S, S), moved along.
        generator: CPU generator.
    Returns:
        The pictures with other contrast, brightness and saturation, face by face, all moved by a few pixels; the mask.
    Source: Zhao et al. 2020, "Differentiable augmentation for data-efficient GAN training".
    """
    low = torch.tensor([0.75, -0.1, 0.6])[:, None, None, None, None]
    high = torch.tensor([1.25, 0.1, 1.4])[:, None, None, None, None]
    drawn = low + (high - low) * torch.rand(3, len(mask), 1, 1, 1, generator=generator)
    contrast, brightness, saturation = drawn.to(mask.device)
    most = max(1, mask.shape[-1] // 16)
    down, across = torch.randint(-most, most + 1, (2,), generator=generator).tolist()
    altered = []
    for picture in pictures:
        grey = picture.mean(1, keepdim=True)
        picture = grey + saturation * (picture - grey)
        altered.append(_moved(0.5 + contrast * (picture - 0.5) + brightness, down, across))
    return altered, _moved(mask, down, across)


def _moved(picture: Tensor, down: int, across: int) -> Tensor:
    """Shift (N, C, S, S); what comes in mirrors what is at the edge."""
    side = max(abs(down), abs(across))
    padded = F.pad(picture, (side,) * 4, mode="reflect")
    return padded[..., side - down :, side - across :][..., : picture.shape[-2], : picture.shape[-1]]


def _head(channels: int, width: int, *, shrink: bool = True) -> nn.Sequential:
    """1x1, 3x3, 4x4 with stride 2 where the map is large enough to shrink, 3x3, 1x1."""
    layers: list[nn.Module] = [nn.Conv2d(channels, width, 1), _leaky(), nn.Conv2d(width, width, 3, padding=1), _leaky()]
    if shrink:
        layers += [nn.Conv2d(width, width, 4, stride=2, padding=1), _leaky()]
    layers += [spectral_norm(nn.Conv2d(width, width, 3, padding=1)), _leaky(), nn.Conv2d(width, 1, 1)]
    return nn.Sequential(*layers)


def _leaky() -> nn.Module:
    return nn.LeakyReLU(0.2)
