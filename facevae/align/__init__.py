"""Face alignment: detect faces in a photo, crop one upright, paste it back."""

from facevae.align.cartoons import is_cartoon
from facevae.align.composition import Edit, apply, scale_edit
from facevae.align.cropping import AlignedFace, cut, paste
from facevae.align.geometry import CropFrame, Face, centred, from_eyes
from facevae.align.search import detector, find

__all__ = [
    "AlignedFace",
    "CropFrame",
    "Edit",
    "Face",
    "apply",
    "centred",
    "cut",
    "detector",
    "find",
    "from_eyes",
    "is_cartoon",
    "paste",
    "scale_edit",
]
