"""Frechet distance between two sets of feature vectors."""

from __future__ import annotations

import torch
from piqa.fid import frechet_distance
from torch import Tensor


def distance(one: Tensor, other: Tensor) -> float:
    """Return the squared Frechet distance between the Gaussians fitted to two sets of feature vectors.

    ``|mean - mean'|^2 + tr A + tr B - 2 tr (A B)^1/2`` for covariances A and B. This is no FID: an FID is this distance
    in the features of one Inception network, and numbers in other features cannot be compared with any FID.
    Few faces make the distance too large, so compare distances between equally large sets only.

    Args:
        one: (N, F) features, one row a face; N at least 2, and it may be below F.
        other: (M, F) likewise.
    Returns:
        At least 0, in the square of the features' unit; computed in float64, by piqa where there are more faces than
        features.
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
    one, other = one.to(torch.float64), other.to(torch.float64)
    mean, other_mean = one.mean(0), other.mean(0)
    if min(len(one), len(other)) > one.shape[1]:
        squared = frechet_distance(mean, one.T.cov().view(_square(one)), other_mean, other.T.cov().view(_square(other)))
    else:
        # Covariances of fewer faces than features have no full rank, and a root of one by eigenvalues, as piqa takes
        # it, keeps only half of the digits there.
        squared = (mean - other_mean).square().sum() + _rank_deficient(one - mean, other - other_mean)
    return max(0.0, float(squared))


def _square(features: Tensor) -> tuple[int, int]:
    """The shape of a covariance; torch makes a number of a single feature's."""
    return features.shape[1], features.shape[1]


def _rank_deficient(one: Tensor, other: Tensor) -> Tensor:
    """Return what differing covariances add, of centred features: tr A + tr B - 2 tr (A B)^1/2."""
    root, other_root = (torch.linalg.qr(each, mode="r").R / (len(each) - 1) ** 0.5 for each in (one, other))
    # With A = R' R and B = S' S, the eigenvalues of A B are the squared singular values of R S'.
    # So the trace needs no root of a matrix.
    common = torch.linalg.matrix_norm(root @ other_root.T, "nuc")
    return root.square().sum() + other_root.square().sum() - 2 * common
