"""MTCNN: P-Net, R-Net and O-Net, a cascade of three small networks that detect faces.

The weights are those of facenet-pytorch 2.5.3 (MIT), brought into this project's format by `python -m train detector`.
The package itself is not imported: it needs a torchvision whose compiled operators fit the installed torch, and beside
a CPU build of torch those of the package index do not load.

Source: Zhang et al. 2016, "Joint face detection and alignment using multitask cascaded convolutional networks".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

PNET_SIZE, RNET_SIZE, ONET_SIZE = 12, 24, 48
"""Side in pixels of what each of the three networks looks at."""


@dataclass(frozen=True)
class MtcnnConfig:
    """The shape of a `Mtcnn`, which is that of its published weights.

    Attributes:
        points: landmarks of a face: the eyes, the nose, the corners of the mouth.
    """

    points: int = 5


class _Look(nn.Module):
    """Convolutions with PReLU and pooling, named as in the published weights."""

    def __init__(self, widths: Sequence[int], kernels: Sequence[int], pools: Sequence[int]) -> None:
        super().__init__()
        self._pools = tuple(pools)
        for number, (width_in, width, kernel) in enumerate(zip((3, *widths), widths, kernels, strict=False), start=1):
            self.add_module(f"conv{number}", nn.Conv2d(width_in, width, kernel))
            self.add_module(f"prelu{number}", nn.PReLU(width))

    def _features(self, pixels: Tensor) -> Tensor:
        # With its channels last, a picture takes a third of the time, mostly because of the pooling.
        features = ((pixels - 0.5) * 2 * 127.5 / 128).contiguous(memory_format=torch.channels_last)
        for number, pool in enumerate(self._pools, start=1):
            conv, prelu = getattr(self, f"conv{number}"), getattr(self, f"prelu{number}")
            features = prelu(conv(features))
            if pool:
                features = F.max_pool2d(features, pool, 2, ceil_mode=True)
        return features

    @staticmethod
    def _flat(features: Tensor) -> Tensor:
        # The published weights expect the columns of a picture first.
        return features.permute(0, 3, 2, 1).flatten(1)


class PNet(_Look):
    """Looks at every 12 x 12 square of a picture of any size (P-Net)."""

    def __init__(self) -> None:
        super().__init__((10, 16, 32), (3, 3, 3), (2, 0, 0))
        self.conv4_1, self.conv4_2 = nn.Conv2d(32, 2, 1), nn.Conv2d(32, 4, 1)

    def forward(self, pixels: Tensor) -> tuple[Tensor, Tensor]:
        """Rate each square.

        Args:
            pixels: (N, 3, H, W) in [0, 1], at least 12 each way.
        Returns:
            (N, h, w) probability of a face, and (N, 4, h, w) how far the edges of its box are from the square's, in
            widths; squares are 2 pixels apart.
        """
        features = self._features(pixels)
        return self.conv4_1(features).softmax(1)[:, 1], self.conv4_2(features)


class RNet(_Look):
    """Looks at 24 x 24 pixels (R-Net)."""

    def __init__(self) -> None:
        super().__init__((28, 48, 64), (3, 3, 2), (3, 3, 0))
        self.dense4, self.prelu4 = nn.Linear(576, 128), nn.PReLU(128)
        self.dense5_1, self.dense5_2 = nn.Linear(128, 2), nn.Linear(128, 4)

    def forward(self, pixels: Tensor) -> tuple[Tensor, Tensor]:
        """Rate crops, (N, 3, 24, 24) in [0, 1]: (N,) probability of a face, (N, 4) how far to move the box's edges."""
        features = self.prelu4(self.dense4(self._flat(self._features(pixels))))
        return self.dense5_1(features).softmax(1)[:, 1], self.dense5_2(features)


class ONet(_Look):
    """Looks at 48 x 48 pixels and finds the five points (O-Net)."""

    def __init__(self, points: int) -> None:
        super().__init__((32, 64, 64, 128), (3, 3, 3, 2), (3, 3, 2, 0))
        self.dense5, self.prelu5 = nn.Linear(1152, 256), nn.PReLU(256)
        self.dense6_1, self.dense6_2, self.dense6_3 = nn.Linear(256, 2), nn.Linear(256, 4), nn.Linear(256, 2 * points)

    def forward(self, pixels: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Rate crops and find their points.

        Args:
            pixels: (N, 3, 48, 48) in [0, 1].
        Returns:
            (N,) probability of a face, (N, 4) how far to move the box's edges, and (N, points, 2) the points, x and y
            as fractions of the box.
        """
        features = self.prelu5(self.dense5(self._flat(self._features(pixels))))
        points = self.dense6_3(features).unflatten(1, (2, -1)).transpose(1, 2)
        return self.dense6_1(features).softmax(1)[:, 1], self.dense6_2(features), points


class Mtcnn(nn.Module):
    """The three networks; `facevae.align` runs them one after the other.

    Attributes:
        reference: (points, 2) where the third network finds the points of an upright face, x and y as fractions of its
            crop; the mean over training faces.
        precision: (2 points, 2 points) inverse covariance of that, x and y of one point after the other.
    """

    reference: Tensor
    precision: Tensor

    def __init__(self, config: MtcnnConfig) -> None:
        super().__init__()
        self.config = config
        self.register_buffer("reference", torch.zeros(config.points, 2))
        self.register_buffer("precision", torch.eye(2 * config.points))
        self.pnet, self.rnet, self.onet = PNet(), RNet(), ONet(config.points)

    def forward(self, pixels: Tensor) -> list[Tensor]:
        """Run all three on pictures, (N, 3, H, W) in [0, 1], scaled to what each looks at; for tests of the weights."""
        small, large = (F.adaptive_avg_pool2d(pixels, size) for size in (RNET_SIZE, ONET_SIZE))
        return [*self.pnet(pixels), *self.rnet(small), *self.onet(large)]
