"""Restoration: noisy or broken faces in, mended faces out."""

from facevae.restore.blend import blend
from facevae.restore.denoise import DENOISERS, Method, denoise
from facevae.restore.inpaint import inpaint, repair

__all__ = ["DENOISERS", "Method", "blend", "denoise", "inpaint", "repair"]
