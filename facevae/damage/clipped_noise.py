"""Mean and variance of Gaussian noise after clipping to [0, 1]."""

from __future__ import annotations

import math

import torch
from torch import Tensor

QUIET = 0.5 / 255
"""Below this noise level a picture counts as having none: it is half a step of its 8 bits."""


def clipped_mean(clean: Tensor, sigma: Tensor | float) -> Tensor:
    """E[clip(x + sigma n, 0, 1)] for standard normal n, in closed form.

    Args:
        clean: x, any shape.
        sigma: standard deviation on the same scale, above 0; a number, or a tensor that broadcasts.
    Returns:
        The mean, in the shape of `clean`: above x for dark pixels, below it for bright ones.
    """
    sigma = torch.as_tensor(sigma, dtype=clean.dtype, device=clean.device)
    below, above = -clean / sigma, (1 - clean) / sigma
    cdf_below, cdf_above = torch.special.ndtr(below), torch.special.ndtr(above)
    density = ((-(below.square()) / 2).exp() - (-(above.square()) / 2).exp()) / math.sqrt(2 * math.pi)
    return clean * (cdf_above - cdf_below) + sigma * density + 1 - cdf_above


def mean_of_noisy(clean: Tensor, sigma: Tensor) -> Tensor:
    """Average noisy picture of clean ones, which clipping dulls.

    Args:
        clean: (N, 3, S, S) in [0, 1].
        sigma: (N,) noise level; below `QUIET` it counts as none.
    Returns:
        (N, 3, S, S): `clipped_mean`, or the clean picture where there is no noise. Differentiable in `clean`.
    """
    if bool((sigma < QUIET).all()):
        return clean
    level = sigma[:, None, None, None]
    return torch.where(level < QUIET, clean, clipped_mean(clean, level.clamp(min=QUIET)))


def clipped_variance(clean: Tensor, sigma: Tensor | float) -> Tensor:
    """Var[clip(x + sigma n, 0, 1)] for standard normal n, in closed form.

    Args, Returns: as for `clipped_mean`; at most sigma squared, and less near black and white.
    """
    sigma = torch.as_tensor(sigma, dtype=clean.dtype, device=clean.device)
    below, above = -clean / sigma, (1 - clean) / sigma
    cdf_below, cdf_above = torch.special.ndtr(below), torch.special.ndtr(above)
    density_below, density_above = ((-(edge.square()) / 2).exp() / math.sqrt(2 * math.pi) for edge in (below, above))
    inside = (clean.square() + sigma.square()) * (cdf_above - cdf_below)
    inside = inside + sigma * (clean * density_below - (1 + clean) * density_above)
    return (inside + 1 - cdf_above - clipped_mean(clean, sigma).square()).clamp(min=0)


def contrast_left(sigma: Tensor) -> Tensor:
    """Slope of `clipped_mean` at mid grey: the share of contrast that clipping leaves, (N,) for (N,) noise levels."""
    return torch.erf(0.5 / (sigma.clamp(min=1e-3) * math.sqrt(2)))
