"""Denoise faces with any method of the registry."""

from __future__ import annotations

import torch
from torch import Tensor

from facevae.conventions import check_choice, check_faces, check_sigma
from facevae.damage import Damaged
from facevae.model import FaceVae
from facevae.restore.detail import check_drawn, draw_details
from facevae.restore.noise_level import estimate_sigma
from facevae.restore.registry import DENOISERS, Problem


def denoise(
    model: FaceVae,
    noisy: Tensor,
    sigma: float | Tensor | None = None,
    method: str = "vae",
    strength: float = 0.5,
    style: str = "faithful",
    generator: torch.Generator | None = None,
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
        style: "faithful", the face that errs least, or "real", with drawn details; the latter only of the model's own
            methods. Below a strength of 0.5 the details fade with what else is the model's.
        generator: of the details; as for `FaceVae.add_detail`.
    Returns:
        (N, 3, S, S) in [0, 1].
    Raises:
        ValueError: another shape or range, an unknown method, one that lacks its weights or package, a strength
            where there is none to set, or a style that the model or the method does not have.
    """
    check_faces(noisy, size=model.image_size, name="noisy")
    check_choice(method, DENOISERS, "denoising method")
    chosen = DENOISERS[method]
    if not 0 <= strength <= 1 or (strength != 0.5 and not chosen.adjustable):
        allowed = "a number from 0 to 1" if chosen.adjustable else f"0.5, because {method} has no model to blend with"
        raise ValueError(f"strength is {strength}; give {allowed}.")
    if chosen.requires:
        model.require(chosen.requires)
    check_drawn(model, chosen, style)
    levels = estimate_sigma(noisy) if sigma is None else check_sigma(sigma, noisy)
    nothing = torch.zeros_like(noisy[:, :1])
    restored = chosen.run(model, Problem(noisy, nothing, levels, strength=strength)).faces[:, 0]
    if style == "faithful":
        return restored
    return draw_denoised(model, noisy, restored, levels, strength, generator)


def draw_denoised(
    model: FaceVae,
    noisy: Tensor,
    denoised: Tensor,
    sigma: float | Tensor,
    strength: float = 0.5,
    generator: torch.Generator | None = None,
) -> Tensor:
    """Draw the details of denoised faces: from the style "faithful" of `denoise` to "real", without denoising anew.

    Args:
        model, noisy, sigma, strength, generator: as for `denoise`.
        denoised: (N, 3, S, S) in [0, 1], what `denoise` returned for them.
    Returns:
        (N, 3, S, S) in [0, 1]; `denoised` itself without noise, and at a strength of 0.
    Raises:
        ValueError: shapes or ranges, or a model without a detail stage.
    """
    levels = check_sigma(sigma, noisy)
    share = min(1.0, 2 * strength)
    if share == 0:
        return denoised
    return draw_details(model, denoised, Damaged(noisy, torch.zeros_like(noisy[:, :1]), levels), generator, share)
