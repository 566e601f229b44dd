"""Restoration: noisy or broken faces in, mended faces out."""

from facevae.restore.blend import blend
from facevae.restore.complete import Completions, complete
from facevae.restore.denoise import DENOISERS, Method, denoise
from facevae.restore.diversity import diversity
from facevae.restore.inpaint import INPAINTERS, Inpainter, inpaint
from facevae.restore.noise import estimate_sigma
from facevae.restore.refine import Refined, refine
from facevae.restore.repair import repair

__all__ = [
    "DENOISERS",
    "INPAINTERS",
    "Completions",
    "Inpainter",
    "Method",
    "Refined",
    "blend",
    "complete",
    "denoise",
    "diversity",
    "estimate_sigma",
    "inpaint",
    "refine",
    "repair",
]
