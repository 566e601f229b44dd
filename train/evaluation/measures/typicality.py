"""Importance-weighted likelihood of faces, and of perturbed faces and pictures without one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import Tensor

from facevae import FaceVae
from facevae.latent.likelihood import SAMPLES, SEED, bits_per_dim, importance_weighted
from facevae.latent.out_of_distribution import NOT_FACES, PERTURBATIONS
from train.evaluation.harness.bootstrap import DIGITS, share, summarise
from train.evaluation.harness.heldout_faces import HeldoutFaces

FACES = 200
"""Faces measured on, at most: upright and spoilt they take two minutes on two cores."""

BINS = 30
UNUSUAL = 99
"""Percentile of the bits of upright faces above which a picture is less likely than all but the last 1 % of them."""


def measure(model: FaceVae, heldout: HeldoutFaces) -> dict[str, Any]:
    """Bound the log-likelihood of the first test faces, of the same faces spoilt, and of pictures without a face.

    Args:
        model: the flagship.
        heldout: faces to measure.
    Returns:
        samples, of each code; nats and bits_per_dim, as ``bootstrap.summarise`` describes them; histogram, with the
        counts between edges, and percentiles from 0 to 100, of the bits; spoilt, for each of `PERTURBATIONS` its bits,
        and under "unusual" what share of the faces are less likely than the last 1 % of the upright ones; and alone,
        the bits of each of `NOT_FACES`.
    """
    nats = _nats(model, heldout, "Likelihood of faces")
    upright = _bits(model, nats)
    counts, edges = np.histogram(upright, BINS)
    percentiles = np.percentile(upright, range(101))
    spoilt = {}
    for name, oddity in PERTURBATIONS.items():
        bits = _bits(model, _nats(model, heldout, f"Likelihood, {oddity.label.lower()}", oddity.apply))
        spoilt[name] = {"bits_per_dim": summarise(bits), "unusual": share(bits > percentiles[UNUSUAL])}
    alone = {name: _bits(model, _bound(model, make(model.image_size))) for name, (_, make) in NOT_FACES.items()}
    return {
        "samples": SAMPLES,
        "nats": summarise(nats),
        "bits_per_dim": summarise(upright),
        "histogram": {"edges": _rounded(edges), "counts": counts.tolist()},
        "percentiles": _rounded(percentiles),
        "spoilt": spoilt,
        "alone": {name: round(float(bits[0]), DIGITS) for name, bits in alone.items()},
    }


def _nats(
    model: FaceVae, heldout: HeldoutFaces, title: str, apply: Callable[[Tensor], Tensor] = lambda faces: faces
) -> np.ndarray:
    return np.concatenate([_bound(model, apply(clean)) for _, clean in heldout.batches(title, FACES)])


def _bound(model: FaceVae, faces: Tensor) -> np.ndarray:
    # The same noise for every face, as the app has it, so that a face is as likely there as here.
    return importance_weighted(model, faces, torch.Generator().manual_seed(SEED)).numpy()


def _bits(model: FaceVae, nats: np.ndarray) -> np.ndarray:
    return np.array([bits_per_dim(value, 3 * model.image_size**2) for value in nats])


def _rounded(values: np.ndarray) -> list[float]:
    return [round(float(value), DIGITS) for value in values]
