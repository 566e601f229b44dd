"""Fill holes in faces with any method of the registry."""

from __future__ import annotations

import torch
from torch import Tensor

from facevae.conventions import check_choice, check_faces, check_mask, check_sigma
from facevae.damage import Damaged
from facevae.model import FaceVae
from facevae.restore.completions import check_samples
from facevae.restore.detail import add_detail, check_drawn
from facevae.restore.registry import INPAINTERS, Problem


def inpaint(
    model: FaceVae,
    damaged: Tensor,
    mask: Tensor,
    samples: int = 1,
    generator: torch.Generator | None = None,
    method: str = "vae",
    sigma: float | Tensor = 0.0,
    style: str = "faithful",
) -> Tensor:
    """Fill the missing part of faces.

    Args:
        model: as `facevae.load` returns it.
        damaged: (N, 3, S, S) float32 RGB in [0, 1]; what stands in the hole does not matter.
        mask: (N, 1, S, S) or (1, 1, S, S) in [0, 1]; 1 = missing.
        samples: K; 1 gives the most plausible completion, more give different ones, the best-fitting first.
        generator: of the draws, needed for K above 1, and of their details.
        method: a key of `INPAINTERS`.
        sigma: standard deviation of noise on the known pixels, on the [0, 1] scale, one for all or (N,); it is removed
            as well.
        style: "faithful", each as its mean, or "real", each with details of its own; the latter only of the model's own
            methods.
    Returns:
        (N, K, 3, S, S) in [0, 1]. Without noise known pixels are bit-identical; an empty mask returns the faces
        unchanged.
    Raises:
        ValueError: shapes or ranges, no samples, no generator for several, an unknown method, one that lacks its
            weights, several samples for a method that has one answer, noise for one that cannot remove it, or
            a style that the model or the method does not have.
    """
    check_faces(damaged, size=model.image_size, name="damaged")
    mask, levels = check_mask(mask, damaged), check_sigma(sigma, damaged)
    noisy = bool(levels.any())
    check_samples(samples, generator)
    check_choice(method, INPAINTERS, "inpainting method")
    chosen = INPAINTERS[method]
    if samples > 1 and not chosen.multiple_samples:
        raise ValueError(f"samples is {samples}; {method} has one answer.")
    if noisy and not chosen.removes_noise:
        raise ValueError(f"sigma is {float(levels.max()):.3g}; {method} takes no noise.")
    check_drawn(model, chosen, style)
    if chosen.requires:
        model.require(chosen.requires)
    if not mask.any() and not noisy:
        return damaged[:, None].repeat(1, samples, 1, 1, 1)
    restored = chosen.run(model, Problem(damaged, mask, levels, samples, generator=generator))
    if style == "real":
        restored = add_detail(model, restored, Damaged(damaged, mask, levels), generator)
    return restored.faces
