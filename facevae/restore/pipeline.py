"""Mend whatever happened to a face."""

from __future__ import annotations

import math

from torch import Tensor

from facevae.conventions import MAX_SIGMA
from facevae.damage import Damaged
from facevae.model import FaceVae
from facevae.restore.completions import complete
from facevae.restore.residual import fuse

ERROR_AS_NOISE = 3.0
"""Blur, big pixels and JPEG err where faces have fine detail, and not everywhere as noise does: there, an error counts
as noise of about three times its size. Chosen on validation faces."""


def repair(model: FaceVae, damaged: Damaged) -> Tensor:
    """Mend whatever happened to faces: noise, holes, blur, or all of it.

    Args:
        model: as `facevae.load` returns it.
        damaged: as `damage.apply` returns it.
    Returns:
        (N, 3, S, S) in [0, 1]: the model's face, and what can be believed of the photo beside it.
    Raises:
        ValueError: shapes or ranges.
    """
    if damaged.error == 0:
        return complete(model, damaged.faces, damaged.mask, samples=1, sigma=damaged.sigma).faces[:, 0]
    generated = model.decode(model.restore_encode(damaged.faces, damaged.mask, damaged.sigma).mean)
    doubt = min(MAX_SIGMA, math.hypot(damaged.sigma, ERROR_AS_NOISE * damaged.error))
    return fuse(model, damaged.faces, damaged.mask, damaged.sigma, generated, doubt)
