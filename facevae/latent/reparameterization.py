"""Codes drawn from a posterior by its mean, its deviation and noise, and how far what they decode to moves."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from facevae.model import FaceVae
from facevae.models.vae import Posterior

THROWS = 8
"""Codes that `wobble` draws."""


@dataclass(frozen=True)
class Draw:
    """Codes, and the noise that they were drawn with.

    Attributes:
        epsilon: (N, D), standard normal.
        latents: (N, D), mean + deviation * epsilon.
    Source: Kingma and Welling 2014, "Auto-encoding variational Bayes". Drawing needs no trick; written like this, the
    gradient of what is made of the code goes through to mean and deviation.
    """

    epsilon: Tensor
    latents: Tensor


def draw(posterior: Posterior, generator: torch.Generator, count: int = 1) -> Draw:
    """Draw codes of one face.

    Args:
        posterior: of one face, mean and std (1, D).
        generator: CPU generator; the same seed gives the same codes.
        count: how many, N.
    Raises:
        ValueError: a posterior of several faces, or no count.
    """
    if len(posterior.mean) != 1:
        raise ValueError(f"posterior is of {len(posterior.mean)} faces; give that of one.")
    if count < 1:
        raise ValueError(f"count is {count}; give at least 1.")
    epsilon = torch.randn(count, posterior.mean.shape[1], generator=generator).to(posterior.mean.device)
    return Draw(epsilon, posterior.mean + posterior.std * epsilon)


@torch.inference_mode()
def wobble(model: FaceVae, posterior: Posterior, generator: torch.Generator, count: int = THROWS) -> float:
    """Tell how far the decoded picture moves as the dice are thrown.

    Args:
        model: whose posterior it is.
        posterior: of one face, mean and std (1, D).
        generator: CPU generator.
        count: codes to draw.
    Returns:
        Root of the mean square of the difference from the picture of the posterior's mean, in levels of 255.
    Raises:
        ValueError: as for `draw`.
    """
    drawn = model.decode(draw(posterior, generator, count).latents)
    return 255 * float((drawn - model.decode(posterior.mean)).square().mean().sqrt())
