"""Where a value stands among others."""

from __future__ import annotations

import pytest

from facevae.latent.percentiles import below


@pytest.mark.parametrize(("value", "expected"), [(0, 0), (10, 0), (20, 50), (25, 75), (30, 100), (99, 100)])
def test_between_percentiles_it_is_interpolated_and_beyond_them_it_ends(value, expected):
    assert below(value, [10, 20, 30]) == expected


def test_the_hundred_and_first_is_the_largest():
    assert below(63.5, list(range(101))) == 63.5
