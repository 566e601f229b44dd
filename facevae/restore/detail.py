"""Which pixels of a restored face were invented, and the details that its mean leaves out there."""

from __future__ import annotations

import torch
from torch import Tensor

from facevae.damage import Damaged
from facevae.damage.clipped_noise import QUIET
from facevae.model import FaceVae
from facevae.restore.method import Method, Restoration


def check_drawn(model: FaceVae, method: Method, style: str) -> None:
    """Check that a method's faces can be drawn in a style.

    Raises:
        ValueError: the model does not have it, or the method is not one of the model's, which alone have details drawn.
    """
    model.check_style(style)
    if style == "real" and method.kind != "model":
        raise ValueError(f"style is {style!r}; {method.name} is shown as it is, faithful.")


def invented(damaged: Damaged) -> Tensor:
    """Where a restoration invents pixels.

    Args:
        damaged: as `damage.apply` returns it.
    Returns:
        (N, 1, S, S) in [0, 1]: the hole of a face without noise; all of one that is noisy or was altered otherwise.
    """
    altered = (damaged.sigma >= QUIET) | (damaged.error > 0)
    return torch.where(altered[:, None, None, None], 1.0, damaged.mask)


def draw_details(
    model: FaceVae,
    restored: Tensor,
    damaged: Damaged,
    generator: torch.Generator | None = None,
    strength: float = 1.0,
) -> Tensor:
    """Draw the details of faces that were restored once each.

    Args:
        model: as `facevae.load` returns it, with a detail stage.
        restored: (N, 3, S, S) in [0, 1], faithful.
        damaged: what they were restored from; pixels that are known come back bit-identical.
        generator, strength: as for `FaceVae.add_detail`.
    Returns:
        (N, 3, S, S) in [0, 1]; `restored` itself where nothing was invented.
    Raises:
        ValueError: a model without a detail stage.
    """
    mask = invented(damaged)
    if not mask.any():
        return restored
    return model.add_detail(restored, mask, generator=generator, strength=strength)


def add_detail(
    model: FaceVae, restored: Restoration, damaged: Damaged, generator: torch.Generator | None = None
) -> Restoration:
    """Draw the details of restored faces, other ones for each.

    Args:
        model: as `facevae.load` returns it, with a detail stage.
        restored: K faces of each problem.
        damaged: what they were restored from; pixels that are known come back bit-identical.
        generator: as for `FaceVae.add_detail`.
    Returns:
        The same faces in the style "real", with the same weights.
    Raises:
        ValueError: a model without a detail stage.
    """
    samples = restored.faces.shape[1]
    mask = invented(damaged).repeat_interleave(samples, 0)
    drawn = model.add_detail(restored.faces.flatten(0, 1), mask, generator=generator)
    return Restoration(drawn.unflatten(0, (-1, samples)), restored.weights)
