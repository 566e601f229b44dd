"""Labels from UTKFace's file names: age, gender, ethnicity."""

from __future__ import annotations

import re
from typing import NamedTuple

from facevae.models.attributes import ETHNICITIES, GENDERS

OLDEST = 120
"""Highest age taken for one; the archive's own goes up to 116."""

_NAME = re.compile(r"(\d{1,3})_(\d)_(\d)_\d+(\.jpg\.chip)?\.(jpe?g|png|webp|bmp)", re.ASCII | re.IGNORECASE)


class Labels(NamedTuple):
    """Age in years, gender as an index of ``GENDERS``, ethnicity as an index of ``ETHNICITIES``."""

    age: int
    gender: int
    ethnicity: int


def parse(name: str) -> Labels | None:
    """Read the labels of a face from its file name, ``age_gender_ethnicity_time.jpg.chip.jpg``.

    Args:
        name: file name without folders; ``.chip.jpg`` may be missing, as in the uncropped set.
    Returns:
        The labels, or None when any part is missing, out of range or has a stray character: in a broken name any
        part may be the wrong one.
    Source: https://susanqq.github.io/UTKFace/
    """
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    labels = Labels(*(int(part) for part in match.group(1, 2, 3)))
    known = labels.age <= OLDEST and labels.gender < len(GENDERS) and labels.ethnicity < len(ETHNICITIES)
    return labels if known else None
