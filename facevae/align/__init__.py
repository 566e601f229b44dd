"""Find faces in a photo, cut one out upright, and put it back."""

from facevae.align.cut import AlignedFace, cut, paste
from facevae.align.drawn import drawn
from facevae.align.edit import Edit, apply
from facevae.align.face import Face, Frame, centred, from_eyes
from facevae.align.find import detector, find

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
