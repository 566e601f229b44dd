"""Denoise faces with any method of the registry."""

from __future__ import annotations

import torch
from torch import Tensor

from facevae.conventions import check_choice, check_faces, check_sigma
from facevae.model import FaceVae
from facevae.restore.noise_level import estimate_sigma
from facevae.restore.registry import DENOISERS, Problem


def denoise(
    model: FaceVae, noisy: Tensor, sigma: float | Tensor | None = None, method: str = "vae", strength: float = 0.5
) -> Tensor:
    """Remove Gaussian noise from faces.

    Args:
        model: as `facevae.load` returns it; classical methods ignore it.
        noisy: (N, 3, S, S) float32 RGB in [0, 1]: clean plus noise, clipped.
        sigma: standard deviation of the noise on the [0, 1] scale, up to 1, one for all or
            (N,); None estimates one for each face.
        method: a key of `DENOISERS`.
        strength: 0 gives the noisy face, 1 the model's, 0.5 weighs them as well as can be. Only adjustable methods take
            another.
    Returns:
        (N, 3, S, S) in [0, 1].
    Raises:
        ValueError: another shape or range, an unknown method, one that lacks its weights or package, or a strength
            where there is none to set.
    """
    check_faces(noisy, size=model.image_size, name="noisy")
    check_choice(method, DENOISERS, "denoising method")
    chosen = DENOISERS[method]
    if not 0 <= strength <= 1 or (strength != 0.5 and not chosen.adjustable):
        allowed = "a number from 0 to 1" if chosen.adjustable else f"0.5, because {method} has no model to blend with"
        raise ValueError(f"strength is {strength}; give {allowed}.")
    if chosen.requires:
        model.require(chosen.requires)
    levels = estimate_sigma(noisy) if sigma is None else check_sigma(sigma, noisy)
    problem = Problem(noisy, torch.zeros_like(noisy[:, :1]), levels, strength=strength)
    return chosen.run(model, problem).faces[:, 0]
