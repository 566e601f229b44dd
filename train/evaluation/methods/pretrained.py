"""MobileNetV2 as it learned from ImageNet: features for distances between faces that no training here ever saw."""

from __future__ import annotations

from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torchvision.models import MobileNetV2
from torchvision.models.feature_extraction import create_feature_extractor
from torchvision.transforms.v2.functional import normalize

from facevae.conventions import check_faces
from train.evaluation.methods.published import load_network

KIND, FOLDER = "mobilenet_v2", "judges"
"""Of its weights, and where they lie under checkpoints/; `python -m train judges` brings them there."""

SIDE = 224
"""Side of the pictures that it learned from."""

STAGES = {f"features.{block}": f"1/{scale}" for block, scale in {1: 2, 3: 4, 6: 8, 13: 16, 18: 32}.items()}
"""Its last block at each side -> that side, as a fraction of the picture's."""

_MEAN, _SD = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]
_EPSILON = 1e-10


class Judge(nn.Module):
    """Features of faces at every scale, from edges to objects; frozen.

    Args:
        width: channels as a multiple of the published network's.
    Source: Sandler et al. 2018, "MobileNetV2: inverted residuals and linear bottlenecks"; torchvision's network.
    """

    def __init__(self, width: float = 1.0) -> None:
        super().__init__()
        self.width = width
        self.network = create_feature_extractor(MobileNetV2(width_mult=width).eval(), STAGES)
        self.eval().requires_grad_(False)

    def maps(self, faces: Tensor) -> list[Tensor]:
        """Describe faces at every scale.

        Args:
            faces: (N, 3, S, S) RGB in [0, 1], S as it is; they are brought to ``SIDE``.
        Returns:
            One (N, C, H, H) for each of ``STAGES``, H from ``SIDE`` / 2 to ``SIDE`` / 32.
        Raises:
            ValueError: another shape or range.
        """
        return self._maps(check_faces(faces))

    def embed(self, faces: Tensor) -> Tensor:
        """Describe each face by one vector, (N, 1280): the mean of its last features over all places."""
        return self.maps(faces)[-1].mean((2, 3))

    def embed_strip(self, faces: Tensor, top: int, bottom: int) -> Tensor:
        """Describe the rows of each face from one to before another likewise, seen closer: at ``SIDE`` high."""
        return self._maps(check_faces(faces)[:, :, top:bottom])[-1].mean((2, 3))

    def _maps(self, pictures: Tensor) -> list[Tensor]:
        size = SIDE, round(SIDE * pictures.shape[-1] / pictures.shape[-2])
        large = F.interpolate(pictures, size, mode="bilinear", align_corners=False, antialias=True)
        return list(self.network(normalize(large, _MEAN, _SD)).values())

    def distance(self, one: Tensor, other: Tensor) -> Tensor:
        """Return how far faces are apart in these features.

        The squared difference of the features, of unit length at each place, averaged over the places and summed over
        the stages. This is LPIPS without its weights, which were fitted to what people see and fit other networks.

        Args:
            one: (N, 3, S, S) RGB in [0, 1].
            other: the same shape and range.
        Returns:
            (N,) from 0, equal faces, to 4 for each of ``STAGES``.
        Raises:
            ValueError: another shape or range.
        Source: Zhang et al. 2018, "The unreasonable effectiveness of deep features as a perceptual metric".
        """
        total = one.new_zeros(len(one))
        for own, others in zip(self.maps(one), self.maps(other), strict=True):
            difference = F.normalize(own, dim=1, eps=_EPSILON) - F.normalize(others, dim=1, eps=_EPSILON)
            total += difference.square().sum(1).mean((1, 2))
        return total


def load(folder: Path) -> Judge:
    """Read the network; folder, Raises: as for `load_network`."""
    return load_network(folder, KIND, Judge).to(memory_format=torch.channels_last)  # takes half of the time on a CPU
