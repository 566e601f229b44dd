"""Old photos in black-and-white or sepia, and how to keep what is painted into them in the same tones."""

from __future__ import annotations

from dataclasses import dataclass, field

import torch
import torch.nn.functional as F
from torch import Tensor

OFF = 0.0125
"""How far colours may be from one curve, root mean square on the [0, 1] scale, when a photo counts as toned. Of 400
validation faces made sepia, faded sepia or blue, with noise and JPEG, 92, 98 and all in 100 are below it; of the faces
in colour 1 or 2 in 100. Whole photos show more than a face, and differ more: nine in colour were at 0.02 to 0.08."""

GREY = 0.02
"""How far from grey the colours of a face may be, at three of four pixels, when it counts as black-and-white. Faces in
colour are at 0.03 and more."""

_LONGEST = 32
"""Pixels to which a picture is shrunk: JPEG stores colours coarsely, so that single pixels are off."""

_DEGREE = 4
_WEIGHTS = torch.tensor([0.299, 0.587, 0.114])[:, None, None]


@dataclass(frozen=True)
class Toning:
    """The colours of a photo that has one for each brightness.

    Attributes:
        curve: (K, 3) a polynomial: what to add to grey, as weights of the powers of brightness.
        darkest, brightest: between these it was fitted; beyond them the colours at the ends go on.
    """

    curve: Tensor = field(repr=False)
    darkest: float
    brightest: float

    def apply(self, picture: Tensor) -> Tensor:
        """Tone a picture, (N, 3, H, W) in [0, 1]: the same brightness, in the photo's colours, within [0, 1]."""
        return self._toned(picture).clamp(0, 1)

    def change(self, before: Tensor, after: Tensor) -> Tensor:
        """Return how the toned picture changes from one picture to another, (N, 3, H, W); 0 where they are the same."""
        return self._toned(after) - self._toned(before)

    def _toned(self, picture: Tensor) -> Tensor:
        grey = brightness(picture)
        powers = _powers(grey[:, 0].clamp(self.darkest, self.brightest), len(self.curve))
        return grey + (powers @ self.curve).permute(0, 3, 1, 2)


def toning(picture: Tensor) -> Toning | None:
    """Tell whether a photo is in black-and-white or in the tones of one colour, and in which.

    Args:
        picture: (1, 3, H, W) float32 RGB in [0, 1]; the more it shows, the surer the answer.
    Returns:
        Its toning; None where its colours say more than its brightness does.
    """
    small = F.avg_pool2d(picture, max(1, max(picture.shape[-2:]) // _LONGEST), ceil_mode=True)
    grey = brightness(small)
    powers = _powers(grey.flatten(), _DEGREE + 1).double()
    curve = torch.linalg.lstsq(powers, (small - grey)[0].flatten(1).T.double(), driver="gelsd").solution.float()
    found = Toning(curve, float(grey.min()), float(grey.max()))
    return found if (found._toned(small) - small).square().mean().sqrt() <= OFF else None


def grey(picture: Tensor) -> Toning | None:
    """Tell whether a picture, (1, 3, H, W) in [0, 1], is in black-and-white; its toning, None where it has colours."""
    off = (picture - brightness(picture)).abs().amax(1).flatten()
    return Toning(torch.zeros(1, 3), 0.0, 1.0) if torch.quantile(off, 0.75) <= GREY else None


def brightness(picture: Tensor) -> Tensor:
    """Return the luma of pictures, (N, 3, H, W), as (N, 1, H, W).

    Source: Rec. 601, as JPEG has it.
    """
    return (picture * _WEIGHTS).sum(1, keepdim=True)


def _powers(values: Tensor, count: int) -> Tensor:
    return torch.stack([values**power for power in range(count)], -1)
