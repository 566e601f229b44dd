"""Find faces in a photo, cut one out upright, and put it back."""

from facevae.align.cut import AlignedFace, cut, paste
from facevae.align.face import Face, Frame, centred, from_eyes
from facevae.align.find import detector, find

__all__ = ["AlignedFace", "Face", "Frame", "centred", "cut", "detector", "find", "from_eyes", "paste"]
