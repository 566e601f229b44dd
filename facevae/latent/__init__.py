"""The latent space: sampling, interpolation, attribute directions."""

from facevae.latent.directions import gradients, principal, side_effects, unaffected
from facevae.latent.editing import edit
from facevae.latent.groups import GROUPS, Group
from facevae.latent.interpolation import interpolate
from facevae.latent.measurements import MEASUREMENTS, Measurement, measure
from facevae.latent.sampling import sample

__all__ = [
    "GROUPS",
    "MEASUREMENTS",
    "Group",
    "Measurement",
    "edit",
    "gradients",
    "interpolate",
    "measure",
    "principal",
    "sample",
    "side_effects",
    "unaffected",
]
