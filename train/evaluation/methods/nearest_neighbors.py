"""Nearest training faces of samples and of held-out faces: a test for memorisation."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from train.evaluation.harness.bootstrap import DIGITS, share, summarise

CHUNK = 1024
"""Rows of either side compared at once."""

NEAR = 0.01
"""The share of real unseen faces that counts as near a training face."""


def nearest(queries: Tensor, pool: Tensor) -> Tensor:
    """Return how far each query is from the row of the pool that is nearest to it.

    Args:
        queries: (Q, F) features, float.
        pool: (P, F) features of the same type, on the same device.
    Returns:
        (Q,) Euclidean distances; no more than ``CHUNK`` rows of either side are compared at once, to bound memory.
    Raises:
        ValueError: other shapes, no row, or values that are not finite.
    """
    if queries.ndim != 2 or pool.ndim != 2 or queries.shape[1] != pool.shape[1] or not len(queries) or not len(pool):
        shapes = f"{tuple(queries.shape)} and {tuple(pool.shape)}"
        raise ValueError(f"The features have shapes {shapes}; expected (Q, F) and (P, F) with at least 1 row each.")
    if not (torch.isfinite(queries).all() and torch.isfinite(pool).all()):
        raise ValueError("The features hold values that are not finite; give finite ones.")
    return torch.cat([_nearest(some, pool).to(queries.dtype) for some in queries.split(CHUNK)])


def compare(samples: Tensor, heldout: Tensor) -> dict[str, Any]:
    """Compare how near generated faces and real unseen faces come to the training faces.

    A model that copies its training faces shows a ratio far below 1, as its samples lie nearer to training faces than
    real strangers do, and a share far above 0.01, even if it copies only now and then and the ratio stays near 1.
    A model that does not copy has a share of about 0.01 or below. A ratio somewhat below 1 alone is no proof of copies:
    samples that are more alike or smoother than photos are near to the middle of the training faces, too.

    Args:
        samples: (Q,) distances from generated faces to their nearest training faces, as ``nearest`` returns them.
        heldout: (U,) those from real faces of the test split to the same training faces.
    Returns:
        samples and unseen, each as ``bootstrap.summarise`` describes distances; ratio, of the median of the samples to
        that of the unseen; threshold, the first percentile of the unseen; and share, of the samples that are nearer
        than it, with an interval that takes the threshold as given. What JSON can hold.
    Raises:
        ValueError: other shapes, no distance, a negative one or one that is not finite; or at least half of the unseen
            faces are training faces.
    Source: Meehan et al. 2020, "A non-parametric test to detect data-copying in generative models", for comparing the
    distances of samples with those of unseen data.
    """
    generated, real = _checked(samples, "samples"), _checked(heldout, "unseen")
    usual = np.median(real)
    if not usual:
        raise ValueError("At least half of the unseen faces are at distance 0; give faces that are not training faces.")
    threshold = np.quantile(real, NEAR)
    return {
        "samples": summarise(generated),
        "unseen": summarise(real),
        "ratio": round(float(np.median(generated) / usual), DIGITS),
        "threshold": round(float(threshold), DIGITS),
        "share": share(generated < threshold),
    }


def _nearest(queries: Tensor, pool: Tensor) -> Tensor:
    # By a matrix product for speed, and in float64 because in float32 that loses the small distances that tell a copy.
    queries, mode = queries.double(), "use_mm_for_euclid_dist"
    least = [torch.cdist(queries, some.double(), compute_mode=mode).amin(1) for some in pool.split(CHUNK)]
    return torch.stack(least).amin(0)


def _checked(distances: Tensor, name: str) -> np.ndarray:
    if distances.ndim != 1 or not len(distances):
        raise ValueError(f"{name} has shape {tuple(distances.shape)}; expected (N,) with at least 1 distance.")
    if not torch.isfinite(distances).all() or distances.min() < 0:
        raise ValueError(f"{name} holds values that are negative or not finite; expected distances.")
    return distances.double().cpu().numpy()
