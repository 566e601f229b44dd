"""The latent space: drawing from it, moving in it."""

from facevae.latent.directions import independent, principal, side_effects
from facevae.latent.edit import edit
from facevae.latent.groups import GROUPS, Group
from facevae.latent.interpolate import interpolate
from facevae.latent.sample import sample
from facevae.latent.traits import TRAITS, Trait, measure

__all__ = [
    "GROUPS",
    "TRAITS",
    "Group",
    "Trait",
    "edit",
    "independent",
    "interpolate",
    "measure",
    "principal",
    "sample",
    "side_effects",
]
