"""Between faces."""

from __future__ import annotations

import torch
from torch import Tensor

from facevae.conventions import check_latents
from facevae.model import FaceVae


def interpolate(model: FaceVae, corners: Tensor, rows: int = 9, columns: int = 9) -> Tensor:
    """Draw a matrix of faces between four.

    Args:
        model: as `facevae.load` returns it.
        corners: (4, D) codes: top left, top right, bottom left, bottom right.
        rows, columns: at least 2 each.
    Returns:
        (rows, columns, 3, S, S) in [0, 1]; the corners are the decoded corners.
    Raises:
        ValueError: not four codes, or too few rows or columns.
    """
    check_latents(corners, model.latent_dim, name="corners")
    if len(corners) != 4:
        raise ValueError(f"corners has {len(corners)} codes; give four.")
    if rows < 2 or columns < 2:
        raise ValueError(f"The matrix is {rows} by {columns}; give at least 2 by 2.")
    down, across = torch.linspace(0, 1, rows)[:, None, None], torch.linspace(0, 1, columns)[None, :, None]
    top = corners[0].lerp(corners[1], across)
    bottom = corners[2].lerp(corners[3], across)
    faces = model.decode(top.lerp(bottom, down).flatten(0, 1))
    return faces.view(rows, columns, *faces.shape[1:])
