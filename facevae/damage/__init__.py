"""What can happen to a face: a registry of damages, the masks of missing pixels, the statistics of clipped noise."""

from facevae.damage.masks import centre_box, half, random_strokes
from facevae.damage.registry import DAMAGES, MISSING, Damage, Damaged, Option, apply, apply_all, gaussian_blur

__all__ = [
    "DAMAGES",
    "MISSING",
    "Damage",
    "Damaged",
    "Option",
    "apply",
    "apply_all",
    "centre_box",
    "gaussian_blur",
    "half",
    "random_strokes",
]
