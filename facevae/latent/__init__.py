"""The latent space: sampling, interpolation, attribute directions."""

from facevae.latent.directions import independent, principal, side_effects
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
    "independent",
    "interpolate",
    "measure",
    "principal",
    "sample",
    "side_effects",
]
