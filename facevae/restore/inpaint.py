"""Fill holes in faces, one way or several, and mend any damage."""

from __future__ import annotations

import math

import torch
from torch import Tensor

from facevae.conventions import MAX_SIGMA, check_faces, check_mask
from facevae.damage import Damaged
from facevae.model import FaceVae
from facevae.restore.blend import blend
from facevae.restore.denoise import fuse

ERROR_AS_NOISE = 3.0
"""Blur, big pixels and JPEG err where faces have fine detail, and not everywhere as noise does: there, an error counts
as noise of about three times its size. Chosen on validation faces."""


def inpaint(
    model: FaceVae, damaged: Tensor, mask: Tensor, samples: int = 1, generator: torch.Generator | None = None
) -> Tensor:
    """Fill the missing part of faces.

    Args:
        model: as `facevae.load` returns it.
        damaged: (N, 3, S, S) float32 RGB in [0, 1]; what stands in the hole does not matter.
        mask: (N, 1, S, S) or (1, 1, S, S) in [0, 1]; 1 = missing.
        samples: K; 1 gives the most plausible completion, more give different ones, drawn from the posterior.
        generator: of the draws; needed for K above 1.
    Returns:
        (N, K, 3, S, S) in [0, 1]; known pixels are bit-identical. An empty mask returns the faces unchanged.
    Raises:
        ValueError: shapes or ranges, no samples, or no generator for several.
    """
    check_faces(damaged, size=model.image_size, name="damaged")
    mask = check_mask(mask, damaged)
    if samples < 1:
        raise ValueError(f"samples is {samples}; give at least 1.")
    if samples > 1 and generator is None:
        raise ValueError("Give a generator for several samples; randomness is always explicit here.")
    if not mask.any():
        return damaged[:, None].repeat(1, samples, 1, 1, 1)
    posterior = model.restore_encode(damaged, mask, 0.0)
    if samples == 1:
        latents = posterior.mean[:, None]
    else:
        noise = torch.randn(len(damaged), samples, model.latent_dim, generator=generator)
        latents = posterior.mean[:, None] + posterior.std[:, None] * noise
    generated = model.decode(latents.flatten(0, 1))
    repeated = damaged.repeat_interleave(samples, 0), mask.repeat_interleave(samples, 0)
    return blend(repeated[0], generated, repeated[1]).view(-1, samples, *damaged.shape[1:])


def repair(model: FaceVae, damaged: Damaged) -> Tensor:
    """Mend whatever happened to faces: noise, holes, blur, or all of it.

    Args:
        model: as `facevae.load` returns it.
        damaged: as `damage.apply` returns it.
    Returns:
        (N, 3, S, S) in [0, 1]: the model's face, and what can be believed of the photo beside it.
    Raises:
        ValueError: shapes or ranges.
    """
    if damaged.error == 0 and damaged.sigma == 0:
        return inpaint(model, damaged.faces, damaged.mask)[:, 0]
    generated = model.decode(model.restore_encode(damaged.faces, damaged.mask, damaged.sigma).mean)
    doubt = min(MAX_SIGMA, math.hypot(damaged.sigma, ERROR_AS_NOISE * damaged.error))
    return fuse(model, damaged.faces, damaged.mask, damaged.sigma, generated, doubt)
