from __future__ import annotations

import numpy as np
import pytest

from train.evaluation.audit.people import People


@pytest.fixture
def make_people():
    """Return a function that makes up people: as many of each label, of both genders, aged 5 to 80, without copies."""

    def make(count: int) -> People:
        numbers = np.arange(count)
        years = 5.0 + numbers * 7 % 76
        return People(numbers % 5, numbers // 5 % 2, years, numbers)

    return make
