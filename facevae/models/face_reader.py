"""The network that reads age, gender and ethnicity on the screen.

It began with what EfficientNet-Lite0 knew of ImageNet, which twenty thousand faces cannot teach. The labels it learned
from are what a person, or a program, thought of a photo; they are not what a person is.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from facevae.models.attributes import Reader

STEM_KERNEL, STEM_STRIDE = 3, 2
"""Of the first convolution."""


@dataclass(frozen=True)
class FaceReaderConfig:
    """The shape of the network; as it stands, that of EfficientNet-Lite0 without its last layers.

    Attributes:
        image_size: side in pixels that faces are brought to before they are read.
        stem: channels of the first convolution, at half that side.
        widths: channels after each stage.
        blocks: blocks of each stage.
        strides: by how much each stage makes the picture smaller.
        kernels: side of each stage's convolutions.
        expansion: how many times more channels a block has inside, but for the first stage's.
        features: numbers that a face is described by in the end.
        dropout: share of them left out in training.
        drop_path: share of the last block's outputs left out in training, less for earlier ones.
    """

    image_size: int = 160
    stem: int = 32
    widths: tuple[int, ...] = (16, 24, 40, 80, 112, 192, 320)
    blocks: tuple[int, ...] = (1, 2, 2, 3, 3, 4, 1)
    strides: tuple[int, ...] = (1, 2, 2, 2, 1, 2, 1)
    kernels: tuple[int, ...] = (3, 3, 5, 3, 5, 5, 3)
    expansion: int = 6
    features: int = 256
    dropout: float = 0.2
    drop_path: float = 0.2

    def __post_init__(self) -> None:
        stages = ("widths", "blocks", "strides", "kernels")
        for name in stages:
            object.__setattr__(self, name, tuple(getattr(self, name)))
        sizes = (self.stem, self.expansion, self.features, self.image_size)
        if not self.widths or min(*sizes, *(number for name in stages for number in getattr(self, name))) < 1:
            raise ValueError("All sizes of the network must be positive.")
        for name in stages[1:]:
            if len(getattr(self, name)) != len(self.widths):
                raise ValueError(f"{len(self.widths)} widths need as many {name}, not {len(getattr(self, name))}.")
        if any(kernel % 2 == 0 for kernel in self.kernels):
            raise ValueError(f"kernels are {self.kernels}; give odd sides.")
        for name in ("dropout", "drop_path"):
            if not 0 <= getattr(self, name) < 1:
                raise ValueError(f"{name} is {getattr(self, name)}; give at least 0 and less than 1.")


class InvertedBlock(nn.Module):
    """Many channels inside, few outside: widen, filter each channel by itself, narrow; beside a shortcut.

    Args:
        narrow, wide: channels in and out.
        inside: channels between.
        kernel: side of the filters.
        stride: 2 halves the side.
        drop_path: share of the outputs left out in training, face by face, where there is a shortcut.
    Sources: Sandler et al. 2018, "MobileNetV2"; drop_path: Huang et al. 2016, "Deep networks with stochastic depth".
    """

    def __init__(self, narrow: int, wide: int, inside: int, kernel: int, stride: int, drop_path: float) -> None:
        super().__init__()
        self.widen = _normalised(narrow, inside, 1) if inside != narrow else None
        self.filter = _normalised(inside, inside, kernel, stride, groups=inside)
        self.narrow = _normalised(inside, wide, 1)
        self.shortcut, self.drop_path = narrow == wide and stride == 1, drop_path

    def forward(self, features: Tensor) -> Tensor:
        """Map (N, narrow, H, W) to (N, wide, H / stride, W / stride)."""
        inner = features if self.widen is None else F.relu6(self.widen(features))
        inner = self.narrow(F.relu6(self.filter(inner)))
        if not self.shortcut:
            return inner
        if self.training and self.drop_path:
            kept = torch.rand(len(inner), 1, 1, 1, device=inner.device) >= self.drop_path
            inner = inner * kept / (1 - self.drop_path)
        return features + inner


def _normalised(narrow: int, wide: int, kernel: int, stride: int = 1, groups: int = 1) -> nn.Sequential:
    convolution = nn.Conv2d(narrow, wide, kernel, stride, padding=kernel // 2, groups=groups, bias=False)
    return nn.Sequential(convolution, nn.BatchNorm2d(wide, eps=1e-3, momentum=0.01))


class FaceReader(Reader):
    """EfficientNet-Lite0 without its last layers.

    Source: Tan and Le 2019, "EfficientNet: rethinking model scaling for convolutional neural networks".
    """

    age_mass: Tensor

    def __init__(self, config: FaceReaderConfig) -> None:
        super().__init__(config.image_size, config.features, config.dropout)
        self.config = config
        self.stem = _normalised(3, config.stem, STEM_KERNEL, STEM_STRIDE)
        self.stages = nn.ModuleList()
        narrow, before, total = config.stem, 0, sum(config.blocks)
        for number, (wide, count) in enumerate(zip(config.widths, config.blocks, strict=True)):
            stage = nn.Sequential()
            for index in range(count):
                inside = narrow * (config.expansion if number else 1)
                stride = config.strides[number] if index == 0 else 1
                share = config.drop_path * (before + index) / total
                stage.append(InvertedBlock(narrow, wide, inside, config.kernels[number], stride, share))
                narrow = wide
            before += count
            self.stages.append(stage)
        self.last = _normalised(narrow, config.features, 1)
        self.register_buffer("age_mass", torch.tensor(0.9))

    def begin(self, faces: Tensor) -> Tensor:
        return F.relu6(self.stem(faces * 2 - 1))

    def pooled(self, faces: Tensor) -> Tensor:
        return F.relu6(self.last(self.maps(faces)[-1])).mean((2, 3))

    def age_range(self, ages: Tensor) -> tuple[Tensor, Tensor]:
        """Return the youngest and the oldest age, (N,) years each, of the range that holds 9 of 10 true ages.

        Args:
            ages: (N, OLDEST + 1) probabilities, of `predict`.
        Returns:
            The ends of the middle part of each distribution. How much of it is the middle, `age_mass`, was found on
            validation faces: what the distribution itself says of its width need not be so.
        """
        return central_range(ages, float(self.age_mass))


def central_range(ages: Tensor, mass: float) -> tuple[Tensor, Tensor]:
    """Return where the middle `mass` of distributions over ages begins and ends.

    Args:
        ages: (N, A) probabilities of ages 0, 1 ... A - 1; each is spread evenly over half a year to both sides.
        mass: 0 to 1.
    Returns:
        Two (N,), in years, from 0 to A - 1.
    """
    sums = F.pad(ages.double().cumsum(1), (1, 0))
    ends = []
    for share in ((1 - mass) / 2, (1 + mass) / 2):
        reached = sums[:, 1:] < share  # ages that lie wholly before the end
        age = reached.sum(1).clamp(max=ages.shape[1] - 1)
        before, within = sums.gather(1, age[:, None])[:, 0], ages.double().gather(1, age[:, None])[:, 0]
        part = ((share - before) / within.clamp(min=1e-12)).clamp(0, 1)
        ends.append((age - 0.5 + part).clamp(0, ages.shape[1] - 1).to(ages.dtype))
    return ends[0], ends[1]
