"""Monochrome and sepia tints of a photo, kept in what is pasted into it."""

from __future__ import annotations

from dataclasses import dataclass, field

import torch
import torch.nn.functional as F
from torch import Tensor

from facevae.color import brightness

OFF = 0.0115
"""How far colours may be from one curve, root mean square on the [0, 1] scale, when a photo counts as toned. Of
300 test faces made sepia, with noise of 2 / 255 and JPEG at quality 75, 99 in 100 are below it, and all of those made
faded sepia, brown, blue or yellowed; of 1,072 not in grey 12, of which three or four were in colour. Whole photos show
more than a face, and differ more: ten in colour were at 0.02 to 0.08."""

GREY = 0.02
"""How far from grey the colours of a face may be, at three of four pixels, when it counts as black-and-white. Faces in
colour are at 0.03 and more."""

PATCH, _TIMES, _COLOURED = 0.014, 4.0, 0.02
"""How far from the curve the colours of the most coloured places may be, and how many times as far as those of half of
all places, that a photo counts as toned; and their share of the photo. Of 110 test faces made grey, sepia, faded,
brown, blue, yellowed or unevenly yellowed, each with noise and JPEG as above, 98 in 100 or more are below; of those
made grey and given coloured lips or cheeks by 15 to 40 of 255, 2 in 100 at most."""

_LONGEST = 32
"""Pixels to which a picture is shrunk: JPEG stores colours coarsely, so that single pixels are off."""

_KNOTS = 32
"""Bends of the curve. Fewer miss where a channel of a bright sepia reaches white; then what fits the curve badly is
the photo that has it."""

_STIFFNESS = 1e-3
"""How much the slope of the curve costs; brightnesses that a photo lacks get the colour of the nearest that it has."""


@dataclass(frozen=True)
class Tone:
    """The colours of a photo that has one for each brightness.

    Attributes:
        curve: (K, 3) what to add to grey at K even steps of brightness from 0 to 1; straight between them.
    """

    curve: Tensor = field(repr=False)

    def apply(self, picture: Tensor) -> Tensor:
        """Tone a picture, (N, 3, H, W) in [0, 1]: the same brightness, in the photo's colours, within [0, 1]."""
        return self._toned(picture).clamp(0, 1)

    def change(self, before: Tensor, after: Tensor) -> Tensor:
        """Return how the toned picture changes from one picture to another, (N, 3, H, W); 0 where they are the same."""
        return self._toned(after) - self._toned(before)

    def _toned(self, picture: Tensor) -> Tensor:
        grey = brightness(picture)
        below, share = _place(grey[:, 0], len(self.curve))
        colour = torch.lerp(self.curve[below], self.curve[below + 1], share[..., None])
        return grey + colour.permute(0, 3, 1, 2)


def estimate_tone(picture: Tensor) -> Tone | None:
    """Tell whether a photo is in black-and-white or in the tones of one colour, and in which.

    Args:
        picture: (1, 3, H, W) float32 RGB in [0, 1]; the more it shows, the surer the answer.
    Returns:
        Its toning; None where its colours say more than its brightness does.
    """
    small = _shrunk(picture)
    grey = brightness(small)
    found = Tone(_fitted(grey.flatten(), (small - grey)[0].flatten(1).T))
    off = found._toned(small) - small
    return found if off.square().mean().sqrt() <= OFF and not _has_coloured_places(off) else None


def grey_tone(picture: Tensor) -> Tone | None:
    """Tell whether a picture, (1, 3, H, W) in [0, 1], is in black-and-white; its toning, None where it has colours."""
    off = picture - brightness(picture)
    if torch.quantile(off.abs().amax(1).flatten(), 0.75) > GREY or _has_coloured_places(_shrunk(off)):
        return None
    return Tone(torch.zeros(2, 3))


def _shrunk(picture: Tensor) -> Tensor:
    return F.avg_pool2d(picture, max(1, max(picture.shape[-2:]) // _LONGEST), ceil_mode=True)


def _has_coloured_places(off: Tensor) -> bool:
    """Whether some places, such as lips coloured by hand, are much further from a curve, (1, 3, H, W), than most."""
    # Single cells may be off where a curve bends; a place is four of them.
    places = F.avg_pool2d(off, 2, ceil_mode=True).square().mean(1).sqrt().flatten()
    usual, most = torch.quantile(places, places.new_tensor([0.5, 1 - _COLOURED])).tolist()
    return most > max(PATCH, _TIMES * usual)


def _fitted(values: Tensor, colours: Tensor) -> Tensor:
    """Return the curve, (K, 3), of least squares through colours, (P, 3), at brightnesses, (P,)."""
    below, share = _place(values, _KNOTS)
    hats = torch.zeros(len(values), _KNOTS, dtype=torch.float64)
    hats.scatter_(1, below[:, None], 1 - share[:, None].double())
    hats.scatter_(1, below[:, None] + 1, share[:, None].double())
    slopes = torch.eye(_KNOTS, dtype=torch.float64).diff(dim=0)
    normal = hats.T @ hats + _STIFFNESS * len(values) * slopes.T @ slopes
    return torch.linalg.solve(normal, hats.T @ colours.double()).float()


def _place(values: Tensor, knots: int) -> tuple[Tensor, Tensor]:
    """Return which knot is at or below each brightness, and how far it is from there to the next."""
    place = values.clamp(0, 1) * (knots - 1)
    below = place.long().clamp(max=knots - 2)
    return below, place - below
