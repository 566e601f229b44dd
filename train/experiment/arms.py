"""The arms of the experiment: as many unique training faces in each, and only who they are differs."""

from __future__ import annotations

import torch
from torch import Tensor

from facevae.models.attributes import ETHNICITIES
from train import TrainError
from train.data.parquet import FaceSet

AS_FOUND, EQUAL = "as found", "equal"

WITHOUT = {label: f"without {label}" for label in ETHNICITIES}
"""Label -> the arm that leaves it out."""

ARMS = (AS_FOUND, EQUAL, *WITHOUT.values())


def usable(faces: FaceSet) -> Tensor:
    """Pick one face of each photograph: the first of its near-copy group.

    Photographs that are there twice with different labels are left out: an arm without a label would have them.

    Args:
        faces: training faces.
    Returns:
        Their numbers, in order.
    """
    first: dict[int, int] = {}
    labels: dict[int, set[int]] = {}
    for number, (group, label) in enumerate(zip(faces.groups.tolist(), faces.ethnicity.tolist(), strict=True)):
        first.setdefault(group, number)
        labels.setdefault(group, set()).add(label)
    agreed = (number for group, number in first.items() if len(labels[group]) == 1 and -1 not in labels[group])
    return torch.tensor(sorted(agreed), dtype=torch.int64)


def draw(arm: str, faces: FaceSet, seed: int) -> Tensor:
    """Choose the training faces of an arm: five times the smallest label's number.

    All arms of a seed are drawn in one random order of the faces, so that they share as many as they can.

    Args:
        arm: one of `ARMS`.
        faces: training faces.
        seed: of the order.
    Returns:
        The numbers of the faces, in order.
    Raises:
        TrainError: a label has no face.
    """
    pool = usable(faces)
    order = pool[torch.randperm(len(pool), generator=torch.Generator().manual_seed(seed))]
    by_label = [order[faces.ethnicity[order] == label] for label in range(len(ETHNICITIES))]
    smallest = min(map(len, by_label))
    if not smallest:
        raise TrainError("The experiment needs training faces of every label.")
    total = len(ETHNICITIES) * smallest
    if arm == AS_FOUND:
        return order[:total].sort().values
    most = [len(numbers) if WITHOUT[label] != arm else 0 for label, numbers in zip(ETHNICITIES, by_label, strict=True)]
    counts = even_shares(most, total)
    return torch.cat([numbers[:count] for numbers, count in zip(by_label, counts, strict=True)]).sort().values


def even_shares(most: list[int], total: int) -> list[int]:
    """Share a number out as evenly as limits allow.

    Args:
        most: the largest share of each.
        total: what the shares are to sum up to; those with wider limits get what cannot be divided.
    Returns:
        The shares.
    Raises:
        TrainError: the limits sum up to less.
    """
    if sum(most) < total:
        raise TrainError(f"There are {sum(most):,} faces for an arm of {total:,}.")
    shares, left = [0] * len(most), total
    narrow_first = sorted(range(len(most)), key=lambda index: most[index])
    for done, index in enumerate(narrow_first):
        shares[index] = min(most[index], left // (len(most) - done))
        left -= shares[index]
    return shares
