"""How much the ways to fill a hole differ, in one number."""

from __future__ import annotations

from torch import Tensor

from facevae.conventions import check_mask
from facevae.restore.complete import Completions


def diversity(completions: Completions, mask: Tensor) -> Tensor:
    """Tell how far completions are apart inside the hole.

    Args:
        completions: of N faces, as `complete` returns them.
        mask: (N, 1, S, S) or (1, 1, S, S) in [0, 1]; the hole that they fill.
    Returns:
        (N,) on the [0, 1] scale: the standard deviation of a pixel between the completions, as the root of its mean
        square over the hole and the colours. 0 without a hole, or where all agree; at most 1/2.
    Raises:
        ValueError: the mask does not fit.
    """
    mask = check_mask(mask, completions.faces[:, 0])
    squared = (completions.variance * mask).sum((1, 2, 3))
    # Without a hole both sums are 0, and so is the diversity.
    return (squared / mask.sum((1, 2, 3)).clamp(min=1e-6)).sqrt()
