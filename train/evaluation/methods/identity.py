"""dlib's face descriptor: tells whether two faces are of one person; no training here ever saw it."""

from __future__ import annotations

from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from facevae.conventions import check_faces
from train.evaluation.methods.published import load_network

KIND, FOLDER = "face_descriptor", "judges"
"""Of its weights, and where they lie under checkpoints/; `python -m train judges` brings them there."""

SIDE = 150
"""Side of the faces that it learned from."""

NUMBERS = 128
"""Of a description."""

THRESHOLD = 0.6
"""Distance from which two faces are taken for those of two people, as dlib does."""

WIDTHS = (32, 64, 128, 256)
"""Channels at each size, of the published network."""

_BLOCKS = (3, 4, 3, 3)
"""Blocks at each size; all but the first size begin with one that halves it, and one more halving comes at the end."""

_MEAN = (122.782, 117.001, 104.298)
_SCALE = 256
"""What is taken from red, green and blue out of 255, and what they are divided by then."""


class _Block(nn.Module):
    """Two convolutions beside a shortcut; one that halves the size fills the new channels of its shortcut with 0."""

    def __init__(self, inputs: int, outputs: int, halves: bool) -> None:
        super().__init__()
        self.halves = halves
        stride, padding = (2, 0) if halves else (1, 1)
        self.first = nn.Conv2d(inputs, outputs, 3, stride, padding)
        self.second = nn.Conv2d(outputs, outputs, 3, padding=1)

    def forward(self, features: Tensor) -> Tensor:
        changed = self.second(F.relu(self.first(features)))
        if self.halves:
            features = F.avg_pool2d(features, 2)
            features = F.pad(features, (0, 0, 0, 0, 0, changed.shape[1] - features.shape[1]))
            # The mean of an even side keeps a column and a row that the convolution has not got.
            right, bottom = (features.shape[axis] - changed.shape[axis] for axis in (3, 2))
            changed = F.pad(changed, (0, right, 0, bottom))
        return F.relu(features + changed)


class FaceDescriptor(nn.Module):
    """Describes a face so that faces of one person are near to each other; frozen.

    Args:
        widths: channels at each of four sizes.
    Source: King 2017, "High quality face recognition with deep metric learning" (dlib), after He et al. 2016, "Deep
    residual learning for image recognition". That people are at least 0.6 apart was fitted to adults, most of them
    white; of children and of some groups it takes more pairs for one person.
    """

    def __init__(self, widths: tuple[int, ...] = WIDTHS) -> None:
        super().__init__()
        self.widths = tuple(widths)
        self.look = nn.Conv2d(3, self.widths[0], 7, stride=2)
        blocks, inputs = [], self.widths[0]
        for size, (outputs, count) in enumerate(zip(self.widths, _BLOCKS, strict=True)):
            for number in range(count):
                blocks.append(_Block(inputs, outputs, halves=size > 0 and number == 0))
                inputs = outputs
        self.blocks = nn.Sequential(*blocks, _Block(inputs, inputs, halves=True))
        self.tell = nn.Linear(inputs, NUMBERS, bias=False)
        self.eval().requires_grad_(False)

    def embed(self, faces: Tensor) -> Tensor:
        """Describe faces.

        Args:
            faces: (N, 3, S, S) RGB in [0, 1], cropped as this project's are; they are brought to ``SIDE``.
        Returns:
            (N, 128); the Euclidean distance of two is below ``THRESHOLD`` where they are likely of one person.
        Raises:
            ValueError: another shape or range.
        """
        size = SIDE, SIDE
        large = F.interpolate(check_faces(faces), size, mode="bilinear", align_corners=False, antialias=True)
        mean = torch.tensor(_MEAN, device=faces.device)[:, None, None]
        features = F.max_pool2d(F.relu(self.look((255 * large - mean) / _SCALE)), 3, 2)
        return self.tell(self.blocks(features).mean((2, 3)))


def load(folder: Path) -> FaceDescriptor:
    """Read the network; folder, Raises: as for `load_network`."""
    return load_network(folder, KIND, FaceDescriptor)
