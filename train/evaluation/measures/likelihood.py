"""The ELBO: rate, distortion, bits a dimension, and active units."""

from __future__ import annotations

import math
from typing import Any

import torch

from facevae import FaceVae
from facevae.latent.likelihood import bits_per_dim, log_likelihood
from facevae.latent.rate import ACTIVE_ABOVE
from train.evaluation.harness.bootstrap import summarise
from train.evaluation.harness.heldout_faces import HeldoutFaces


def measure(model: FaceVae, heldout: HeldoutFaces) -> dict[str, Any]:
    """Measure the two sides of the bound on each face, with one seeded sample of its code.

    Args:
        model: the flagship, or a model of the study.
        heldout: faces to encode.
    Returns:
        rate_nats and rate_bits, the divergence from the prior; distortion_nats, minus the log-likelihood of the pixels;
        active_units, and of how many; for the flagship also bits_per_dim, an upper bound of what storing a face's
        8-bit pixels would cost: 256 levels a pixel, each as probable as the density at its middle says.
    Source: Burda et al. 2016, "Importance weighted autoencoders" (active units); Alemi et al. 2018, "Fixing a broken
    ELBO" (rate and distortion).
    """
    rates: list[float] = []
    distortions: list[float] = []
    means = []
    for first, clean in heldout.batches("Rate and distortion"):
        posterior = model.encode(clean)
        rates += posterior.kl().sum(1).tolist()
        codes = posterior.sample(torch.Generator().manual_seed(first))
        distortions += (-log_likelihood(model, codes, clean)).tolist()
        means.append(posterior.mean)
    found: dict[str, Any] = {
        "rate_nats": summarise(rates),
        "rate_bits": summarise([rate / math.log(2) for rate in rates]),
        "distortion_nats": summarise(distortions),
        "active_units": int((torch.cat(means).var(0) > ACTIVE_ABOVE).sum()),
        "latent_dim": model.latent_dim,
    }
    if model.vae.likelihood_is_density:
        pixels = 3 * model.image_size**2
        bits = [bits_per_dim(-(rate + distortion), pixels) for rate, distortion in zip(rates, distortions, strict=True)]
        found["bits_per_dim"] = summarise(bits)
    return found
