"""Cartoon detection by flat colour: the detector takes cartoons for faces, and the model has never seen one."""

from __future__ import annotations

import torch.nn.functional as F
from torch import Tensor

from facevae.align.cropping import AlignedFace, middle
from facevae.color import brightness
from facevae.conventions import check_faces

FLAT = 0.15
"""Share of a face that is of one colour, from which it counts as drawn. Of 1,500 validation photos none is above 0.11;
photos turned into cartoons (colours posterised, areas merged) are at 0.26 and more."""

_ONE_COLOUR = 1.5 / 255

_AREA = 7
"""Side of the smallest area that counts: out of focus, neighbours are alike, and a few pixels further they differ."""

_BLACK, _WHITE = 32 / 255, 245 / 255
"""Brightness up to and from which photos, too, have areas of one colour: what was too dark or too bright."""

_ENLARGED = 0.7


def is_cartoon(aligned: AlignedFace) -> bool:
    """Tell whether a face looks drawn; small ones, which had to be enlarged, never do."""
    enlarged = aligned.frame.side < _ENLARGED * aligned.pixels.shape[-1]
    return not enlarged and drawn_share(aligned.pixels).item() > FLAT


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
    return _alike(middle(check_faces(faces)), 3).mean((1, 2, 3))


def drawn_share(faces: Tensor) -> Tensor:
    """Tell how much of faces is as only drawings are: `flat_share` also counts what is blurred, or too dark.

    Args:
        faces: (N, 3, S, S) float32 RGB in [0, 1].
    Returns:
        (N,) share of the pixels in the middle that lie in areas of one colour, neither black nor white.
    Raises:
        ValueError: another shape or range.
    """
    skin = middle(check_faces(faces))
    light = F.avg_pool2d(brightness(skin), _AREA, 1)
    areas = _alike(skin, _AREA) * ((light > _BLACK) & (light < _WHITE))
    # An area counts up to its edges.
    return F.max_pool2d(F.pad(areas, (_AREA // 2,) * 4), _AREA, 1, _AREA // 2).mean((1, 2, 3))


def _alike(skin: Tensor, side: int) -> Tensor:
    """1 where a square around a pixel is of one colour, else 0."""
    span = F.max_pool2d(skin, side, 1) + F.max_pool2d(-skin, side, 1)
    return (span.amax(1, keepdim=True) < _ONE_COLOUR).float()
