"""Restoration of degraded faces: denoising, inpainting, blind repair."""

from facevae.restore.completions import complete, diversity
from facevae.restore.denoisers import denoise
from facevae.restore.detail import add_detail
from facevae.restore.inpainters import inpaint
from facevae.restore.map_refinement import Refined, refine
from facevae.restore.noise_level import estimate_sigma
from facevae.restore.pipeline import repair
from facevae.restore.poisson import blend
from facevae.restore.registry import DENOISERS, INPAINTERS, METHODS, Method, Problem, Restoration

__all__ = [
    "DENOISERS",
    "INPAINTERS",
    "METHODS",
    "Method",
    "Problem",
    "Refined",
    "Restoration",
    "add_detail",
    "blend",
    "complete",
    "denoise",
    "diversity",
    "estimate_sigma",
    "inpaint",
    "refine",
    "repair",
]
