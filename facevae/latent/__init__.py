"""The latent space: drawing from it, moving in it."""

from facevae.latent.directions import principal
from facevae.latent.interpolate import interpolate
from facevae.latent.sample import sample

__all__ = ["interpolate", "principal", "sample"]
