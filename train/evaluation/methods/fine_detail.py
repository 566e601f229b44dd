"""Fine detail of faces: what a slight blur takes away."""

from __future__ import annotations

from torch import Tensor

from facevae.conventions import check_faces, check_mask
from facevae.damage.registry import gaussian_blur

BLUR = 1.5
"""Standard deviation of the blur in pixels, at faces of 128: it takes lashes, wrinkles and hair, and leaves shapes."""


def strength(faces: Tensor, mask: Tensor) -> Tensor:
    """Return how strong the fine detail of faces is.

    Args:
        faces: (N, 3, S, S) RGB in [0, 1].
        mask: (N, 1, S, S) or (1, 1, S, S) in [0, 1]; where it is looked at.
    Returns:
        (N,) on the [0, 1] scale: the root of the mean square, over the marked pixels and the colours, of what a
        Gaussian blur of ``BLUR`` takes away. Noise and grids count, too: see `spectrum`.
    Raises:
        ValueError: shapes or ranges.
    """
    mask = check_mask(mask, check_faces(faces))
    lost = (faces - gaussian_blur(faces, BLUR)).square().mean(1, keepdim=True)
    return ((lost * mask).sum((1, 2, 3)) / mask.sum((1, 2, 3))).sqrt()
