"""Log-likelihood of faces: given a latent, and bounded by importance weighting."""

from __future__ import annotations

import math

import torch
from torch import Tensor

from facevae.model import FaceVae

LEVELS = 256
"""Values that a stored pixel can have; a density on [0, 1] is turned into probabilities of them."""

SAMPLES = 16
"""Codes that a face is explained by. More raise the bound by thousandths of a bit a dimension, and faces differ by
hundreds of times as much."""

SEED = 0
"""Of the noise by which faces are compared: the same for all, so that chance makes none of them likelier."""

_AT_ONCE = 32
"""Faces that are decoded together."""


def log_likelihood(model: FaceVae, codes: Tensor, faces: Tensor) -> Tensor:
    """log p(x | z), under the likelihood that the model was trained with.

    Args:
        model: the flagship, or a model of the study.
        codes: (N, D).
        faces: (N, 3, S, S) in [0, 1].
    Returns:
        (N,) in nats: of the flagship a density on [0, 1], so that it may well be above 0.
    """
    return model.vae.log_likelihood(codes, faces)


@torch.inference_mode()
def importance_weighted(model: FaceVae, faces: Tensor, generator: torch.Generator, samples: int = SAMPLES) -> Tensor:
    """Importance-weighted lower bound of log p(x).

    Each face is explained by several codes drawn from its posterior, all faces with the same noise; what each code
    explains counts as much as the prior finds the code likely and the posterior did not.

    Args:
        model: the flagship, or a model of the study.
        faces: (N, 3, S, S) float32 RGB in [0, 1].
        generator: CPU generator; the same seed gives the same figures, whatever other faces are measured with them.
        samples: codes a face; with 1 it is a sample of the ordinary bound (ELBO), with more it rises to the truth.
    Returns:
        (N,) float64, in nats.
    Raises:
        ValueError: another shape or range, or no samples.
    Source: Burda et al. 2016, "Importance weighted autoencoders".
    """
    if samples < 1:
        raise ValueError(f"samples is {samples}; give at least 1.")
    posterior = model.encode(faces)
    noise = torch.randn(samples, model.latent_dim, generator=generator)
    weights = []
    for some in noise.split(max(1, _AT_ONCE // len(faces))):
        codes = posterior.mean[:, None] + posterior.std[:, None] * some
        # The normalising constants of prior and posterior are the same, and cancel.
        prior = -0.5 * codes.double().square().sum(2)
        drawn = -(0.5 * some.double().square() + posterior.std[:, None].double().log()).sum(2)
        explained = log_likelihood(model, codes.flatten(0, 1), faces.repeat_interleave(len(some), 0))
        weights.append(explained.double().view(len(faces), -1) + prior - drawn)
    return torch.cat(weights, 1).logsumexp(1) - math.log(samples)


def bits_per_dim(nats: float, values: int) -> float:
    """Return what storing a face's 8-bit values would cost.

    Args:
        nats: its log-likelihood, a density on [0, 1].
        values: how many it has, 3 S S.
    Returns:
        Bits a value, the fewer the likelier: each of the 256 levels is as probable as the density at its middle says.
    """
    return -nats / values / math.log(2) + math.log2(LEVELS - 1)


def surprise(model: FaceVae, face: Tensor) -> float:
    """Bits per dimension of one face by the importance-weighted bound.

    Args:
        model: the flagship.
        face: (1, 3, S, S) float32 RGB in [0, 1].
    Returns:
        Bits a dimension, the fewer the likelier; the same face always costs the same.
    Raises:
        ValueError: another shape or range.
    """
    nats = importance_weighted(model, face, torch.Generator().manual_seed(SEED))
    return bits_per_dim(nats.item(), face.numel())
