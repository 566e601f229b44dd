"""Sample latents from the prior: the learned one, or the standard normal where there is none."""

from __future__ import annotations

import torch
from torch import Tensor

from facevae.model import FaceVae

MAX_TEMPERATURE = 2.0


def sample(model: FaceVae, count: int, generator: torch.Generator, temperature: float = 1.0) -> Tensor:
    """Draw codes from the prior.

    Args:
        model: as `facevae.load` returns it; with a learned prior the codes are as faces have them.
        count: how many.
        generator: CPU generator; the same seed gives the same faces.
        temperature: standard deviation of what they are drawn from, 0 (an ordinary face) to 2; 1 is the prior, below
            it faces are more ordinary.
    Returns:
        (count, D).
    Raises:
        ValueError: no count, or another temperature.
    """
    if count < 1:
        raise ValueError(f"count is {count}; give at least 1.")
    if not 0 <= temperature <= MAX_TEMPERATURE:
        raise ValueError(f"temperature is {temperature}; give a number from 0 to {MAX_TEMPERATURE}.")
    noise = temperature * torch.randn(count, model.latent_dim, generator=generator).to(model.device)
    return noise if model.prior is None else model.prior.draw(noise)
