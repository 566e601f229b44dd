"""Cartoon detection by flat colour: the detector takes cartoons for faces, and the model has never seen one."""

from __future__ import annotations

import torch.nn.functional as F
from torch import Tensor

from facevae.align.cropping import AlignedFace, middle
from facevae.conventions import check_faces

FLAT = 0.15
"""Share of a face that is of one colour, from which it counts as drawn. Of 1,500 validation photos none is above 0.11;
photos turned into cartoons (colours posterised, areas merged) are at 0.26 and more."""

_ONE_COLOUR = 1.5 / 255
_ENLARGED = 0.7


def is_cartoon(aligned: AlignedFace) -> bool:
    """Tell whether a face looks drawn; small ones, which had to be enlarged, never do."""
    enlarged = aligned.frame.side < _ENLARGED * aligned.pixels.shape[-1]
    return not enlarged and flat_share(aligned.pixels).item() > FLAT


def flat_share(faces: Tensor) -> Tensor:
    """Tell how much of faces is of one colour, as only drawings are: photos have noise and shading everywhere.

    Args:
        faces: (N, 3, S, S) float32 RGB in [0, 1].
    Returns:
        (N,) share of the pixels in the middle whose neighbours differ from them by less than a level of 8 bits.
    Raises:
        ValueError: another shape or range.
    """
    # Backgrounds may well be of one colour.
    skin = middle(check_faces(faces))
    span = F.max_pool2d(skin, 3, 1) + F.max_pool2d(-skin, 3, 1)
    return (span.amax(1) < _ONE_COLOUR).float().mean((1, 2))
