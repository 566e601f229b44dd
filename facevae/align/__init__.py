"""Find faces in a photo, cut one out upright, and put it back."""

from facevae.align.cartoons import drawn
from facevae.align.composition import Edit, apply
from facevae.align.cropping import AlignedFace, cut, paste
from facevae.align.geometry import Face, Frame, centred, from_eyes
from facevae.align.search import detector, find

__all__ = [
    "AlignedFace",
    "Edit",
    "Face",
    "Frame",
    "apply",
    "centred",
    "cut",
    "detector",
    "drawn",
    "find",
    "from_eyes",
    "paste",
]
