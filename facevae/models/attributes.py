"""What a face is read as, and the residual network in whose features pictures of faces are compared.

The labels it learned from are what a person, or a program, thought of a photo; they are not what a person is.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from facevae.conventions import check_faces

GENDERS = ("male", "female")
ETHNICITIES = ("White", "Black", "Asian", "Indian", "Others")
OLDEST = 100
"""The last bin of age; it takes all older ages, too."""


@dataclass(frozen=True)
class Attributes:
    """What the network makes of some faces.

    Attributes:
        age: (N,) years, the mean of `ages`.
        ages: (N, OLDEST + 1) probability of every age in years.
        gender: (N, 2) probabilities in the order of `GENDERS`.
        ethnicity: (N, 5) probabilities in the order of `ETHNICITIES`.
    """

    age: Tensor
    ages: Tensor
    gender: Tensor
    ethnicity: Tensor


@dataclass(frozen=True)
class AttributesConfig:
    """The shape of the network.

    Attributes:
        image_size: side in pixels that faces are brought to before they are read.
        widths: channels at half that side, a quarter, an eighth ...
        blocks: residual blocks at each.
        dropout: share of the pooled features left out in training.
    """

    image_size: int = 64
    widths: tuple[int, ...] = (32, 64, 128, 256)
    blocks: tuple[int, ...] = (1, 2, 2, 2)
    dropout: float = 0.2

    def __post_init__(self) -> None:
        object.__setattr__(self, "widths", tuple(self.widths))
        object.__setattr__(self, "blocks", tuple(self.blocks))
        if not self.widths or min(*self.widths, *self.blocks, self.image_size) < 1:
            raise ValueError("image_size, widths and blocks must be positive.")
        if len(self.widths) != len(self.blocks):
            raise ValueError(f"{len(self.widths)} widths need as many blocks, not {len(self.blocks)}.")
        if self.image_size % 2 ** len(self.widths):
            raise ValueError(f"image_size is {self.image_size}; give a multiple of {2 ** len(self.widths)}.")
        if not 0 <= self.dropout < 1:
            raise ValueError(f"dropout is {self.dropout}; give at least 0 and less than 1.")


class NormalisedBlock(nn.Module):
    """Two normalised 3x3 convolutions beside a shortcut.

    Args:
        narrow, wide: channels in and out.
        stride: 2 halves the side.
    Source: He et al. 2016, "Deep residual learning"; the averaging shortcut: He et al. 2019, "Bag of tricks".
    """

    def __init__(self, narrow: int, wide: int, stride: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(narrow, wide, 3, stride=stride, padding=1, bias=False)
        self.first_norm = nn.BatchNorm2d(wide)
        self.second = nn.Conv2d(wide, wide, 3, padding=1, bias=False)
        self.second_norm = nn.BatchNorm2d(wide)
        nn.init.zeros_(self.second_norm.weight)
        same = narrow == wide and stride == 1
        self.shortcut = (
            nn.Identity() if same else nn.Sequential(nn.AvgPool2d(stride), nn.Conv2d(narrow, wide, 1, bias=False))
        )

    def forward(self, features: Tensor) -> Tensor:
        """Map (N, narrow, H, W) to (N, wide, H / stride, W / stride)."""
        inner = F.relu(self.first_norm(self.first(features)))
        return F.relu(self.second_norm(self.second(inner)) + self.shortcut(features))


class Reader(nn.Module):
    """Faces of any size to logits of age, gender and ethnicity; what describes a face is up to subclasses.

    Args:
        image_size: side in pixels that faces are brought to before they are read.
        features: numbers that describe a face.
        dropout: share of them left out in training.
    Sources: age as a distribution with its expectation: Rothe et al. 2018, "Deep expectation of real and apparent age";
    temperatures: Guo et al. 2017, "On calibration of modern neural networks".
    """

    config: Any
    stages: nn.ModuleList
    temperature: Tensor

    def __init__(self, image_size: int, features: int, dropout: float) -> None:
        super().__init__()
        self.image_size, self.dropout = image_size, dropout
        self.heads = (OLDEST + 1, len(GENDERS), len(ETHNICITIES))
        self.head = nn.Linear(features, sum(self.heads))
        self.register_buffer("temperature", torch.ones(len(self.heads)))

    def begin(self, faces: Tensor) -> Tensor:
        """Return what the first of the `stages` takes of faces, (N, 3, S, S) RGB in [0, 1]."""
        raise NotImplementedError

    def maps(self, faces: Tensor) -> list[Tensor]:
        """Describe faces after every stage, from edges to parts of faces. Differentiable.

        Args:
            faces: (N, 3, S, S) RGB in [0, 1].
        Returns:
            One (N, width, H, H) for each stage; H is S, made smaller by all strides so far.
        """
        features, found = self.begin(faces), []
        for stage in self.stages:
            features = stage(features)
            found.append(features)
        return found

    def pooled(self, faces: Tensor) -> Tensor:
        """Describe each face, (N, 3, S, S), by one vector, (N, features), at whatever size it has."""
        raise NotImplementedError

    def embed(self, faces: Tensor) -> Tensor:
        """Describe each face by one vector, (N, features), at the size that the network was made for."""
        return self.pooled(self.resize(faces))

    def resize(self, faces: Tensor) -> Tensor:
        """Bring square faces to the side that the network was made for."""
        return resize(faces, self.image_size)

    def forward(self, faces: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return the logits of age, gender and ethnicity, at whatever size the faces have."""
        return self.head(F.dropout(self.pooled(faces), self.dropout, self.training)).split(self.heads, dim=1)

    def both_ways(self, faces: Tensor) -> list[Tensor]:
        """Logits as of `forward`, each the mean over a face and its mirror image, at the size it was made for."""
        faces = self.resize(faces)
        return [(one + other) / 2 for one, other in zip(self(faces), self(faces.flip(-1)), strict=True)]

    def predict(self, faces: Tensor) -> Attributes:
        """Read faces and, at the same time, their mirror images.

        Args:
            faces: (N, 3, S, S) RGB in [0, 1].
        Returns:
            Calibrated probabilities: the logits are divided by temperatures found on validation faces.
        Raises:
            ValueError: another shape or range.
        """
        both = zip(self.both_ways(check_faces(faces)), self.temperature, strict=True)
        ages, gender, ethnicity = ((logits / heat).softmax(1) for logits, heat in both)
        return Attributes(expected_age(ages), ages, gender, ethnicity)


class AttributeNet(Reader):
    """Residual network; its features are the space in which pictures of faces are compared."""

    def __init__(self, config: AttributesConfig) -> None:
        super().__init__(config.image_size, config.widths[-1], config.dropout)
        self.config = config
        first = config.widths[0]
        self.stem = nn.Sequential(nn.Conv2d(3, first, 3, stride=2, padding=1, bias=False), nn.BatchNorm2d(first))
        stages = [self._stage(first, first, config.blocks[0], 1)]
        for (narrow, wide), count in zip(itertools.pairwise(config.widths), config.blocks[1:], strict=True):
            stages.append(self._stage(narrow, wide, count, 2))
        self.stages = nn.ModuleList(stages)

    @staticmethod
    def _stage(narrow: int, wide: int, count: int, stride: int) -> nn.Sequential:
        later = (NormalisedBlock(wide, wide, 1) for _ in range(count - 1))
        return nn.Sequential(NormalisedBlock(narrow, wide, stride), *later)

    def begin(self, faces: Tensor) -> Tensor:
        return F.relu(self.stem((faces - 0.5) * 4))

    def pooled(self, faces: Tensor) -> Tensor:
        return self.maps(faces)[-1].mean((2, 3))


def expected_age(ages: Tensor) -> Tensor:
    """The mean of a distribution over ages, (N, OLDEST + 1) -> (N,) years."""
    return ages @ torch.arange(ages.shape[1], dtype=ages.dtype, device=ages.device)


def resize(faces: Tensor, side: int) -> Tensor:
    """Bring square faces (N, C, S, S) to another side: smaller by averaging, larger by interpolation.

    Smoother ways of making them smaller than plain averages take wrinkles away: 0.3 years of age were lost.
    """
    if faces.shape[-1] == side:
        return faces
    if faces.shape[-1] > side:
        return F.adaptive_avg_pool2d(faces, side)
    return F.interpolate(faces, size=(side, side), mode="bilinear", align_corners=False)
