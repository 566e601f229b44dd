"""Fill holes in faces, one way or several, and mend any damage."""

from __future__ import annotations

import torch
from torch import Tensor

from facevae.conventions import check_faces, check_mask
from facevae.damage import Damaged
from facevae.model import FaceVae
from facevae.restore.blend import blend
from facevae.restore.denoise import fuse


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
        (N, 3, S, S) in [0, 1]. Where pixels were altered by more than noise the model's face replaces them, since none
        of them can be believed; otherwise what can be believed of the photo is kept.
    Raises:
        ValueError: shapes or ranges.
    """
    if not damaged.degraded and damaged.sigma == 0:
        return inpaint(model, damaged.faces, damaged.mask)[:, 0]
    generated = model.decode(model.restore_encode(damaged.faces, damaged.mask, damaged.sigma).mean)
    if damaged.degraded:
        return generated
    return fuse(model, damaged.faces, damaged.mask, damaged.sigma, generated)
