"""A hole to fill."""

from __future__ import annotations

import pytest
from torch import Tensor

from facevae import damage


@pytest.fixture
def hole() -> Tensor:
    """A mask of the box in the middle of a face of 32 pixels."""
    return damage.centre_box(32)
