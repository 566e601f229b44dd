"""HSE-FaceRes: a second opinion on age and gender, of a network that never saw the labels of the training faces."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from facevae.conventions import check_faces
from train.evaluation.methods.published import load_network

KIND, FOLDER = "age_reader", "judges"
"""Of its weights, and where they lie under checkpoints/; `python -m train judges` brings them there."""

SIDE = 224
"""Side of the faces that it learned from."""

AGES = 100
"""Ages that it tells apart, in years from 0."""

HIDDEN = 256
"""Numbers by which it describes a face before it tells age and gender."""

WIDTH = 32
"""Channels after the published network's first convolution."""

_BLOCKS = ((2, 1), (4, 2), (4, 1), (8, 2), (8, 1), (16, 2), *[(16, 1)] * 5, (32, 2), (32, 1))
"""Channels after each block, as multiples of the first ones, and its stride."""

_MEAN = (103.939, 116.779, 123.68)
"""What is taken from blue, green and red out of 255."""


@dataclass(frozen=True)
class Reading:
    """What the network makes of some faces.

    Attributes:
        age: (N,) years, the mean over what it thinks of every age.
        female: (N,) probability that it would label the face female.
    """

    age: Tensor
    female: Tensor


class _Convolution(nn.Conv2d):
    """A 3x3 convolution padded as TensorFlow pads: of an even side, only right and bottom at stride 2."""

    def forward(self, input: Tensor) -> Tensor:
        before = 1 if self.stride == (1, 1) else 0
        return super().forward(F.pad(input, (before, 1, before, 1)))


class AgeReader(nn.Module):
    """Reads age and gender in faces; frozen.

    Args:
        width: channels after the first convolution.
    Source: Savchenko 2019, "Efficient facial representations for age, gender and identity recognition in organizing
    photo albums using multi-output ConvNet" (HSE_FaceRec_tf), on Howard et al. 2017, "MobileNets". What it calls an
    age or a gender is what people thought of photos of celebrities; it errs more on children.
    """

    def __init__(self, width: int = WIDTH) -> None:
        super().__init__()
        self.width = width
        layers: list[nn.Module] = [_Convolution(3, width, 3, stride=2), nn.ReLU6()]
        inputs = width
        for times, stride in _BLOCKS:
            layers += [_Convolution(inputs, inputs, 3, stride=stride, groups=inputs), nn.ReLU6()]
            layers += [nn.Conv2d(inputs, width * times, 1), nn.ReLU6()]
            inputs = width * times
        self.look = nn.Sequential(*layers)
        self.describe = nn.Linear(inputs, HIDDEN)
        self.age, self.gender = nn.Linear(HIDDEN, AGES), nn.Linear(HIDDEN, 1)
        self.eval().requires_grad_(False)

    def read(self, faces: Tensor) -> Reading:
        """Read age and gender.

        Args:
            faces: (N, 3, S, S) RGB in [0, 1], cropped as this project's are; they are brought to ``SIDE``.
        Raises:
            ValueError: another shape or range.
        """
        size = SIDE, SIDE
        large = F.interpolate(check_faces(faces), size, mode="bilinear", align_corners=False, antialias=True)
        mean = torch.tensor(_MEAN, device=faces.device)[:, None, None]
        described = F.relu(self.describe(self.look(255 * large.flip(1) - mean).mean((2, 3))))
        ages = self.age(described).softmax(1)
        return Reading(ages @ torch.arange(AGES).to(ages), 1 - self.gender(described)[:, 0].sigmoid())


def load(folder: Path) -> AgeReader:
    """Read the network; folder, Raises: as for `load_network`."""
    return load_network(folder, KIND, AgeReader)
