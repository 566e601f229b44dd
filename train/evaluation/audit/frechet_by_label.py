"""How far the faces with filled eyes of each label are, as a set, from the untouched ones: at as many faces each."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from train.evaluation.audit.drawing import FAITHFUL, REAL
from train.evaluation.audit.outcomes import Outcomes
from train.evaluation.audit.people import FEW
from train.evaluation.harness.bootstrap import CONFIDENCE, DIGITS, SEED
from train.evaluation.methods import frechet

BY_CHANCE = 20
"""Sets of faces of any label, for how far such a distance lies from another by chance alone."""

COMPONENTS = 64
"""Principal components of the features that are compared: fewer than the faces of a set, which has no more of them."""


def describe(outcomes: Outcomes) -> dict[str, Any]:
    """Measure the distances.

    A Frechet distance of few faces is too large, so that sets of different size must not be compared.

    Returns:
        faces, how many of each label, the first ones; labels: label -> style -> distance; and chance: style -> low and
        high, between which 95 of 100 sets of that size of any label lie. Labels with fewer than ``FEW`` faces are left
        out. Empty where fewer than two are left.
    Source: Ohayon et al. 2024, "Perceptual fairness in image restoration" (the group perceptual index).
    """
    marked = {label: np.flatnonzero(faces) for label, faces in outcomes.people.marked("label").items()}
    marked = {label: faces for label, faces in marked.items() if len(faces) >= FEW}
    if len(marked) < 2:
        return {}
    count = min(map(len, marked.values()))
    rng = np.random.default_rng(SEED)
    known = np.flatnonzero(outcomes.people.ethnicity >= 0)
    drawn = [rng.choice(known, count, replace=False) for _ in range(BY_CHANCE)]
    true, styles = _compact(outcomes)
    return {
        "faces": count,
        "labels": {
            label: {style: _distance(values, true, faces[:count]) for style, values in styles.items()}
            for label, faces in marked.items()
        },
        "chance": {
            style: _range([_distance(values, true, faces) for faces in drawn]) for style, values in styles.items()
        },
    }


def _compact(outcomes: Outcomes) -> tuple[torch.Tensor, dict[str, torch.Tensor]]:
    """Features of the untouched faces and of each style along the principal components of the untouched ones."""
    true = torch.from_numpy(outcomes.before("features")).double()
    mean = true.mean(0)
    axes = torch.linalg.svd(true - mean, full_matrices=False).Vh[:COMPONENTS].T
    styles = {style: torch.from_numpy(outcomes.of("eyes", style, "features")).double() for style in (FAITHFUL, REAL)}
    return (true - mean) @ axes, {style: (values - mean) @ axes for style, values in styles.items()}


def _distance(drawn: torch.Tensor, true: torch.Tensor, faces: np.ndarray) -> float:
    return round(frechet.distance(drawn[faces], true[faces]), DIGITS)


def _range(distances: list[float]) -> dict[str, float]:
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(distances, [tail, 1 - tail])
    return {"low": round(float(low), DIGITS), "high": round(float(high), DIGITS)}
