"""Sample latents from the prior."""

from __future__ import annotations

import torch
from torch import Tensor

from facevae.model import FaceVae

MAX_TEMPERATURE = 2.0


def sample(model: FaceVae, count: int, generator: torch.Generator, temperature: float = 0.7) -> Tensor:
    """Draw codes from the prior.

    Args:
        model: as `facevae.load` returns it.
        count: how many.
        generator: CPU generator; the same seed gives the same faces.
        temperature: standard deviation, 0 (the mean face) to 2; 1 is the prior, below it faces are more ordinary.
    Returns:
        (count, D).
    Raises:
        ValueError: no count, or another temperature.
    """
    if count < 1:
        raise ValueError(f"count is {count}; give at least 1.")
    if not 0 <= temperature <= MAX_TEMPERATURE:
        raise ValueError(f"temperature is {temperature}; give a number from 0 to {MAX_TEMPERATURE}.")
    return temperature * torch.randn(count, model.latent_dim, generator=generator)
