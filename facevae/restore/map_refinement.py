"""MAP refinement of a latent by Adam, from the restorer's posterior mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from facevae.conventions import check_faces, check_mask, check_sigma
from facevae.damage.clipped_noise import mean_of_noisy
from facevae.model import FaceVae
from facevae.models.linear_gaussian import ERRORS_GO_TOGETHER
from facevae.restore.residual import add_residual

STEPS = 12

_RATE = 0.1
"""Adam's step, in standard deviations of the restorer's posterior."""


@dataclass(frozen=True)
class Refined:
    """State of the search after some steps.

    Attributes:
        step: how many steps were taken.
        generated: (N, 3, S, S), the decoded face.
        faces: (N, 3, S, S), with the Wiener-filtered residual.
        loss: what is minimised, in nats a face.
    """

    step: int
    generated: Tensor
    faces: Tensor
    loss: float


def refine(
    model: FaceVae, damaged: Tensor, mask: Tensor, sigma: float | Tensor, steps: int = STEPS
) -> Iterator[Refined]:
    """Refine latents by gradient steps, so that the decoded face fits the known pixels.

    Args:
        model: as `facevae.load` returns it.
        damaged: (N, 3, S, S) float32 RGB in [0, 1], noisy and with holes.
        mask: (N, 1, S, S) or (1, 1, S, S) in [0, 1]; 1 = missing.
        sigma: standard deviation of the noise on the [0, 1] scale, one for all or (N,).
        steps: how many, at least 0.
    Yields:
        The start, and the state after each step: `steps` + 1 in all.
    Raises:
        ValueError: shapes or ranges, or the model has no restorer; when the first is asked for.
    Source: maximum a posteriori by Adam, Kingma and Ba 2015; codes searched as in Bora et al. 2017, "Compressed sensing
    using generative models", with the restorer's posterior as the prior.
    """
    check_faces(damaged, size=model.image_size, name="damaged")
    mask, levels = check_mask(mask, damaged), check_sigma(sigma, damaged)
    with torch.inference_mode(False), torch.no_grad():
        damaged, mask, levels = damaged.clone(), mask.clone(), levels.clone()
        start = model.restore_encode(damaged, mask, levels)
        offset = torch.zeros_like(start.mean, requires_grad=True)
    optimizer = torch.optim.Adam([offset], lr=_RATE, betas=(0.8, 0.95))
    for step in range(steps + 1):
        with torch.inference_mode(False), torch.enable_grad():
            generated = model.decode(start.mean + start.std * offset)
            loss = _misfit(model, generated, damaged, mask, levels) + 0.5 * offset.square().sum()
        decoded = generated.detach()
        faces = add_residual(model, damaged, mask, levels, decoded)
        yield Refined(step, decoded, faces, float(loss.detach()) / len(damaged))
        if step < steps:
            with torch.inference_mode(False), torch.enable_grad():
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()


def _misfit(model: FaceVae, generated: Tensor, damaged: Tensor, mask: Tensor, sigma: Tensor) -> Tensor:
    """Nats by which the known pixels miss the generated face."""
    variance = ERRORS_GO_TOGETHER * model.linear.residual + sigma.square()
    squared = (damaged - mean_of_noisy(generated, sigma)).square() * (1 - mask)
    return (squared.sum((1, 2, 3)) / (2 * variance)).sum()
