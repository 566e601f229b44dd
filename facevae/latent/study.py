"""Several small models on one face: what each copies, invents and leaves open, and what its code costs.

Distortions are not given in nats: the cross-entropy that the study's models are trained with is no likelihood of grey
levels, see `facevae.models.small_vae`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from facevae import metrics
from facevae.conventions import check_faces
from facevae.latent.reparameterization import THROWS, draw
from facevae.latent.sampling import sample
from facevae.model import FaceVae

DIMS, BETAS = (4, 32, 256), (0.01, 0.1, 1.0)
"""What its nine models differ in: numbers in a code, and their price."""

SETTINGS = tuple((dim, beta) for dim in DIMS for beta in BETAS)
"""All nine."""

TELLING_NATS = 0.1
"""What a number of a code has to cost for it to be counted as one that tells something of a face."""

DRAWS = THROWS
"""Codes that are drawn from a face's posterior to see how much it leaves open."""


@dataclass(frozen=True)
class Copies:
    """One face by several models, M of them.

    Attributes:
        faces: (M, 3, S, S) in [0, 1], decoded from the posteriors' means.
        psnr: (M,) dB, of these and the face itself.
        nats: (M,), of each model's code (Kullback-Leibler divergence of the posterior from the prior).
        telling: (M,), how many numbers of each code cost more than ``TELLING_NATS``.
    """

    faces: Tensor
    psnr: Tensor
    nats: Tensor
    telling: Tensor


def name_of(dim: int, beta: float) -> str:
    """Return the name of a model of the study, under checkpoints/ and in their results."""
    return f"study/latent{dim}-beta{beta:g}"


def at_size(face: Tensor, size: int) -> Tensor:
    """Return a face, (1, 3, S, S) in [0, 1], as (1, 3, size, size): averaged over areas."""
    return F.adaptive_avg_pool2d(check_faces(face, name="face"), size)


@torch.inference_mode()
def copy(models: Sequence[FaceVae], face: Tensor) -> Copies:
    """Let models encode and decode a face.

    Args:
        models: all for faces of S pixels.
        face: (1, 3, S, S) float32 RGB in [0, 1].
    Raises:
        ValueError: another shape or range, or no models.
    """
    _check(models)
    posteriors = [model.encode(face) for model in models]
    faces = torch.cat([model.decode(one.mean) for model, one in zip(models, posteriors, strict=True)])
    costs = [posterior.kl()[0] for posterior in posteriors]
    return Copies(
        faces,
        metrics.psnr(faces, face.expand_as(faces)),
        torch.stack([cost.sum() for cost in costs]),
        torch.stack([(cost > TELLING_NATS).sum() for cost in costs]),
    )


@torch.inference_mode()
def wobble(models: Sequence[FaceVae], face: Tensor, seed: int, draws: int = DRAWS) -> tuple[Tensor, Tensor]:
    """Draw codes from the posteriors of a face, to see what each model leaves open.

    Args:
        models: all for faces of S pixels.
        face: (1, 3, S, S) float32 RGB in [0, 1].
        seed: of the draws; models with as many numbers in a code get the same noise.
        draws: K, how many.
    Returns:
        (M * K, 3, S, S) in [0, 1], model by model; and (M,), how far they are from what the mean of the posterior is
        decoded to: the root of the mean square, on the [0, 1] scale.
    Raises:
        ValueError: another shape or range, or no models.
    """
    _check(models)
    drawn, distances = [], []
    for model in models:
        posterior = model.encode(face)
        faces = model.decode(draw(posterior, torch.Generator().manual_seed(seed), draws).latents)
        drawn.append(faces)
        distances.append((faces - model.decode(posterior.mean)).square().mean().sqrt())
    return torch.cat(drawn), torch.stack(distances)


@torch.inference_mode()
def invent(models: Sequence[FaceVae], count: int, seed: int) -> Tensor:
    """Let models draw faces from random codes.

    Args:
        models: all for faces of S pixels.
        count: K, faces of each.
        seed: of the codes; models with as many numbers in a code get the same ones.
    Returns:
        (M * K, 3, S, S) in [0, 1], model by model.
    Raises:
        ValueError: no models, or no count.
    """
    _check(models)
    return torch.cat([model.decode(sample(model, count, torch.Generator().manual_seed(seed))) for model in models])


@torch.inference_mode()
def training_loss(model: FaceVae, face: Tensor, beta: float, seed: int = 0, draws: int = 2) -> float:
    """Compute what training of the study's models makes small, of one face.

    Args:
        model: one of the study.
        face: (1, 3, S, S) float32 RGB in [0, 1].
        beta: the price of a nat.
        seed: of the codes that the cross-entropy is averaged over.
        draws: how many; in training it is one.
    Returns:
        Cross-entropy and beta times the divergence, in nats a value of the face.
    """
    posterior = model.encode(face)
    codes = draw(posterior, torch.Generator().manual_seed(seed), draws).latents
    entropy = -model.vae.log_likelihood(codes, face.expand(draws, -1, -1, -1)).mean()
    return float(entropy + beta * posterior.kl().sum()) / face.numel()


def _check(models: Sequence[FaceVae]) -> None:
    if not models:
        raise ValueError("models is empty; give at least one.")
