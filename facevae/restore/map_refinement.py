"""Look for the code that explains a damaged face best, step by step, from where the restorer starts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from facevae.conventions import check_faces, check_mask, check_sigma
from facevae.damage.clipped_noise import clipped_mean
from facevae.model import FaceVae
from facevae.models.linear_gaussian import ERRORS_GO_TOGETHER
from facevae.models.wiener import QUIET
from facevae.restore.residual import fuse

STEPS = 12

_RATE = 0.1
"""Adam's step, in standard deviations of the restorer's posterior."""


@dataclass(frozen=True)
class Refined:
    """Where the search stands.

    Attributes:
        step: how many steps were taken.
        generated: (N, 3, S, S), the model's face.
        faces: (N, 3, S, S), with what can be believed of the photo.
        loss: what is minimised, in nats a face.
    """

    step: int
    generated: Tensor
    faces: Tensor
    loss: float


def refine(model: FaceVae, damaged: Tensor, mask: Tensor, sigma: float, steps: int = STEPS) -> Iterator[Refined]:
    """Take gradient steps on the code so that the decoded face fits the known pixels.

    Args:
        model: as `facevae.load` returns it.
        damaged: (N, 3, S, S) float32 RGB in [0, 1], noisy and with holes.
        mask: (N, 1, S, S) or (1, 1, S, S) in [0, 1]; 1 = missing.
        sigma: standard deviation of the noise on the [0, 1] scale.
        steps: how many, at least 0.
    Yields:
        The start, and the state after each step: `steps` + 1 in all.
    Raises:
        ValueError: shapes or ranges, or the model has no restorer; when the first is asked for.
    Source: maximum a posteriori by Adam, Kingma and Ba 2015; codes searched as in Bora et al. 2017, "Compressed sensing
    using generative models", with the restorer's posterior as the prior.
    """
    check_faces(damaged, size=model.image_size, name="damaged")
    mask, sigma = check_mask(mask, damaged), check_sigma(sigma)
    with torch.inference_mode(False), torch.no_grad():
        damaged, mask = damaged.clone(), mask.clone()
        start = model.restore_encode(damaged, mask, sigma)
        offset = torch.zeros_like(start.mean, requires_grad=True)
    optimizer = torch.optim.Adam([offset], lr=_RATE, betas=(0.8, 0.95))
    for step in range(steps + 1):
        with torch.inference_mode(False), torch.enable_grad():
            generated = model.decode(start.mean + start.std * offset)
            loss = _misfit(model, generated, damaged, mask, sigma) + 0.5 * offset.square().sum()
        picture = generated.detach()
        yield Refined(step, picture, fuse(model, damaged, mask, sigma, picture), float(loss.detach()) / len(damaged))
        if step < steps:
            with torch.inference_mode(False), torch.enable_grad():
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()


def _misfit(model: FaceVae, generated: Tensor, damaged: Tensor, mask: Tensor, sigma: float) -> Tensor:
    """Nats by which the known pixels miss the generated face."""
    expected = clipped_mean(generated, sigma) if sigma >= QUIET else generated
    variance = ERRORS_GO_TOGETHER * model.linear.residual + sigma**2
    return ((damaged - expected).square() * (1 - mask)).sum() / (2 * variance)
