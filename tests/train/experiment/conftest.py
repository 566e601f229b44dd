"""Labelled faces, few of them, of whom some are there twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
import torch

from train.data.parquet import FaceSet


@pytest.fixture
def labelled(make_faces) -> Callable[..., FaceSet]:
    """Return a function that makes training faces of 32 pixels with some labels, and near-copy groups if given."""

    def make(labels: Sequence[int], groups: Sequence[int] | None = None) -> FaceSet:
        count = len(labels)
        return FaceSet(
            faces=(make_faces(count, 32) * 255).round().to(torch.uint8),
            age=torch.full((count,), 30.0),
            gender=torch.zeros(count, dtype=torch.int64),
            ethnicity=torch.tensor(labels),
            groups=torch.tensor(range(count) if groups is None else groups),
            splits=("train",) * count,
            names=tuple(f"{number}.png" for number in range(count)),
        )

    return make
