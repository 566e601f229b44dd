"""What an exact copy of a face costs: the code, the decoder's noise level, and the error of what it decodes to.

Under a Gaussian decoder of one noise level the bits of all values come apart into three:

    bits a value = log2(sigma sqrt(2 pi)) + MSE / (2 ln 2 sigma^2) + bits of the code / values

sigma and the error (MSE) counted in the levels of 8 bits. The first term is paid for every value of every picture, the
second for what the decoded mean misses, and only the third is the code. So the figure that is often read as "how likely
the picture is" mostly tells how closely it can be copied.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor

from facevae.conventions import check_faces
from facevae.latent.likelihood import LEVELS
from facevae.model import FaceVae
from facevae.models.vae import Vae

TOP = LEVELS - 1
"""The brightest level; densities on [0, 1] are of 1 / 255 of it."""


@dataclass(frozen=True)
class ExactCopy:
    """Bits of an exact copy of one face.

    Attributes:
        values: how many numbers the face has, 3 S S.
        noise: bits a value that the decoder's noise level costs; the same for every picture.
        error: bits a value, 0 or above, for what the decoded mean misses.
        code_bits: of the whole code (Kullback-Leibler divergence from the prior).
    Source: Hinton and van Camp 1993, "Keeping neural networks simple by minimizing the description length of the
    weights" (bits back); Kingma and Welling 2014, whose bound this is, at the mean of the posterior.
    """

    values: int
    noise: float
    error: float
    code_bits: float

    @property
    def code(self) -> float:
        """Bits a value of the code."""
        return self.code_bits / self.values

    @property
    def bits_per_value(self) -> float:
        """All three together."""
        return self.noise + self.error + self.code

    @property
    def correction_bits(self) -> float:
        """Bits that turn the decoded mean into the face, to the last level."""
        return self.values * (self.noise + self.error)

    @property
    def code_share(self) -> float:
        """The code's part of all bits, from 0 to 1."""
        return self.code / self.bits_per_value


def noise_levels(model: FaceVae) -> float:
    """Return the standard deviation of the decoder's noise, in levels of 255.

    Raises:
        ValueError: the model's likelihood is no density over pixels, so that it has no noise level.
    """
    if not isinstance(model.vae, Vae):
        raise ValueError("This model's likelihood is no density of pixels: it has no noise level.")
    return TOP * float(model.vae.log_sigma.exp())


@torch.inference_mode()
def exact_copy(model: FaceVae, face: Tensor) -> ExactCopy:
    """Tell what an exact copy of a face costs.

    The code stands at its mean, as the picture on the screen does. Drawn from the posterior it would err by a few
    thousandths of a bit a value more, and the importance-weighted bound finds as much again: the two nearly cancel.

    Args:
        model: the flagship.
        face: (1, 3, S, S) float32 RGB in [0, 1].
    Returns:
        The three terms; for the flagship their sum is within 0.01 of ``likelihood.surprise``.
    Raises:
        ValueError: another shape or range, several faces, or a model without a noise level.
    """
    sigma = noise_levels(model)
    if len(check_faces(face, size=model.image_size, name="face")) != 1:
        raise ValueError(f"face holds {len(face)} faces; give one at a time.")
    posterior = model.encode(face)
    error = TOP * (model.vae.decoder(posterior.mean) - face)
    return ExactCopy(
        values=face.numel(),
        noise=math.log2(sigma * math.sqrt(2 * math.pi)),
        error=error.double().square().mean().item() / (2 * math.log(2) * sigma**2),
        code_bits=posterior.kl().sum().item() / math.log(2),
    )


@torch.inference_mode()
def sample_pixels(model: FaceVae, latents: Tensor, generator: torch.Generator) -> Tensor:
    """Draw pictures from p(x | z): the decoded mean, and on each value the noise that the model believes in.

    Args:
        model: the flagship.
        latents: (N, D), in units of the prior's standard deviation.
        generator: CPU generator; the same seed gives the same grain.
    Returns:
        (N, 3, S, S), clipped to [0, 1].
    Raises:
        ValueError: another shape, or a model without a noise level.
    """
    sigma = noise_levels(model) / TOP
    mean = model.decode(latents)
    noise = torch.randn(mean.shape, generator=generator).to(mean.device)
    return (mean + sigma * noise).clamp(0, 1)
