"""How far apart two sets of faces are as wholes, in a space of features."""

from __future__ import annotations

import torch
from torch import Tensor


def distance(one: Tensor, other: Tensor) -> float:
    """Return the squared Frechet distance between the Gaussians fitted to two sets of feature vectors.

    ``|mean - mean'|^2 + tr A + tr B - 2 tr (A B)^1/2`` for covariances A and B. This is no FID: an FID is this distance
    in the features of one Inception network, and numbers in other features cannot be compared with any FID.
    Few faces make the distance too large, so compare distances between equally large sets only.

    Args:
        one, other: (N, F) and (M, F) features, one row a face; N and M at least 2, and they may be below F.
    Returns:
        At least 0, in the square of the features' unit; computed in float64.
    Raises:
        ValueError: other shapes, fewer than 2 rows, or values that are not finite.
    Source: Dowson and Landau 1982, "The Frechet distance between multivariate normal distributions"; to compare
    generated pictures: Heusel et al. 2017, "GANs trained by a two time-scale update rule".
    """
    if one.ndim != 2 or other.ndim != 2 or one.shape[1] != other.shape[1] or min(len(one), len(other)) < 2:
        shapes = f"{tuple(one.shape)} and {tuple(other.shape)}"
        raise ValueError(f"The features have shapes {shapes}; expected (N, F) and (M, F) with at least 2 rows each.")
    if not (torch.isfinite(one).all() and torch.isfinite(other).all()):
        raise ValueError("The features hold values that are not finite; give finite ones.")
    mean, root = _fit(one)
    other_mean, other_root = _fit(other)
    # With A = R' R and B = S' S, the eigenvalues of A B are the squared singular values of R S'.
    # So the trace needs no root of a matrix, which would be unsure where there are fewer faces than features.
    common = torch.linalg.matrix_norm(root @ other_root.T, "nuc")
    squared = (mean - other_mean).square().sum() + root.square().sum() + other_root.square().sum() - 2 * common
    return max(0.0, float(squared))


def _fit(features: Tensor) -> tuple[Tensor, Tensor]:
    """Return the mean, (F,), and a root R of the covariance, (min(N, F), F), such that R' R is the covariance."""
    features = features.to(torch.float64)
    mean = features.mean(0)
    root = torch.linalg.qr(features - mean, mode="r").R / (len(features) - 1) ** 0.5
    return mean, root
