"""Restoration: noisy or broken faces in, mended faces out."""

from facevae.restore.completions import Completions, complete, diversity
from facevae.restore.denoisers import DENOISERS, Method, denoise
from facevae.restore.inpainters import INPAINTERS, Inpainter, inpaint
from facevae.restore.map_refinement import Refined, refine
from facevae.restore.noise_level import estimate_sigma
from facevae.restore.pipeline import repair
from facevae.restore.poisson import blend

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
