"""Degradations of a face: a registry of damages, masks of missing pixels, statistics of clipped noise."""

from facevae.damage.damaged import MISSING, Damaged, fill_missing
from facevae.damage.masks import centre_box, half, random_strokes
from facevae.damage.registry import DAMAGES, Damage, Option, apply, apply_all, gaussian_blur

__all__ = [
    "DAMAGES",
    "MISSING",
    "Damage",
    "Damaged",
    "Option",
    "apply",
    "apply_all",
    "centre_box",
    "fill_missing",
    "gaussian_blur",
    "half",
    "random_strokes",
]
