"""Restoration of faces with any recorded degradation: noise, holes, blur, or all of it."""

from __future__ import annotations

import torch
from torch import Tensor

from facevae.conventions import MAX_SIGMA, check_faces, check_mask, check_sigma
from facevae.damage import Damaged
from facevae.model import FaceVae
from facevae.restore.completions import complete_problem
from facevae.restore.detail import draw_details
from facevae.restore.method import Problem
from facevae.restore.residual import add_residual

ERROR_AS_NOISE = 3.0
"""Blur, big pixels and JPEG err where faces have fine detail, and not everywhere as noise does: there, an error counts
as noise of about three times its size. Chosen on validation faces."""


def repair(
    model: FaceVae, damaged: Damaged, style: str = "faithful", generator: torch.Generator | None = None
) -> Tensor:
    """Restore faces, each by what is known of its degradation.

    Args:
        model: as `facevae.load` returns it, with a restorer.
        damaged: as `damage.apply` returns it.
        style: "faithful", the face that errs least, or "real", with drawn details.
        generator: of the details; as for `FaceVae.add_detail`.
    Returns:
        (N, 3, S, S) in [0, 1]: the most plausible completion of faces with noise and holes; of those that were altered
        otherwise the decoded face with the residual, filtered as if the error were noise.
    Raises:
        ValueError: shapes or ranges, or the model has no restorer or not this style.
    """
    check_faces(damaged.faces, size=model.image_size)
    check_mask(damaged.mask, damaged.faces)
    check_sigma(damaged.sigma, damaged.faces)
    model.check_style(style)
    restored = _restore(model, damaged)
    if style == "real":
        return draw_details(model, restored, damaged, generator)
    return restored


def _restore(model: FaceVae, damaged: Damaged) -> Tensor:
    altered = damaged.error > 0
    if bool(altered.all()):
        return _draw(model, damaged)
    if not bool(altered.any()):
        return _complete(model, damaged)
    restored = torch.empty_like(damaged.faces)
    restored[altered] = _draw(model, damaged.take(altered))
    restored[~altered] = _complete(model, damaged.take(~altered))
    return restored


def _complete(model: FaceVae, damaged: Damaged) -> Tensor:
    return complete_problem(model, Problem(damaged.faces, damaged.mask, damaged.sigma)).faces[:, 0]


def _draw(model: FaceVae, damaged: Damaged) -> Tensor:
    faces, mask, sigma = damaged.faces, damaged.mask, damaged.sigma
    decoded = model.decode(model.restore_encode(faces, mask, sigma).mean)
    effective_sigma = sigma.hypot(ERROR_AS_NOISE * damaged.error).clamp(max=MAX_SIGMA)
    return add_residual(model, faces, mask, sigma, decoded, effective_sigma)
