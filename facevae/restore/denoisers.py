"""Denoise faces with any method of the registry."""

from __future__ import annotations

import torch
from torch import Tensor

from facevae.conventions import check_choice, check_faces, check_sigma
from facevae.model import FaceVae
from facevae.restore import noise_level
from facevae.restore.registry import DENOISERS, Problem


def denoise(
    model: FaceVae, noisy: Tensor, sigma: float | None = None, method: str = "vae", strength: float = 0.5
) -> Tensor:
    """Remove Gaussian noise from faces.

    Args:
        model: as `facevae.load` returns it; classical methods ignore it.
        noisy: (N, 3, S, S) float32 RGB in [0, 1]: clean plus noise, clipped.
        sigma: standard deviation of the noise on the [0, 1] scale, up to 1; None estimates one for each face.
        method: a key of `DENOISERS`.
        strength: from 0, trust the photo (it comes back unchanged), to 1, trust the model (its face alone); 0.5 weighs
            them as well as it can. Only adjustable methods take another.
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
        allowed = "a number from 0 to 1" if chosen.adjustable else f"0.5, because {method} has no model to lean on"
        raise ValueError(f"strength is {strength}; give {allowed}.")
    if chosen.requires:
        model.require(chosen.requires)

    def run(faces: Tensor, level: float) -> Tensor:
        problem = Problem(faces, torch.zeros_like(faces[:, :1]), level, strength=strength)
        return chosen.run(model, problem).faces[:, 0]

    if sigma is not None:
        return run(noisy, check_sigma(sigma))
    levels = noise_level.estimate_sigma(noisy).tolist()
    return torch.cat([run(face, level) for face, level in zip(noisy.split(1), levels, strict=True)])
