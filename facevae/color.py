"""Luma of RGB pictures."""

from __future__ import annotations

from torch import Tensor

_WEIGHTS = (0.299, 0.587, 0.114)


def brightness(pictures: Tensor) -> Tensor:
    """Return the luma of pictures, (N, 3, H, W), as (N, 1, H, W).

    Source: Rec. 601, as JPEG has it.
    """
    return (pictures * pictures.new_tensor(_WEIGHTS)[:, None, None]).sum(1, keepdim=True)
