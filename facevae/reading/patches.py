"""A patch that covers a part of a face: plain grey, or what the VAE would put there."""

from __future__ import annotations

import torch
from torch import Tensor

from facevae.conventions import check_choice, check_faces
from facevae.model import FaceVae
from facevae.restore import inpaint

FILLERS = ("grey", "vae")
"""What a patch can show: the middle of the range of all values, or the VAE's most plausible completion."""

GREY = 0.5


def patch_mask(side: int, across: float, down: float, size: float) -> Tensor:
    """Return the mask of a square patch that stays inside the face.

    Args:
        side: of the face, in pixels.
        across: where its middle is to be, as a share of the side, from the left.
        down: likewise, from the top.
        size: of the patch, as a share of the side, above 0 and up to 1.
    Returns:
        (1, 1, side, side); 1 under the patch, of at least one pixel.
    Raises:
        ValueError: a number out of range.
    """
    if not (0 <= across <= 1 and 0 <= down <= 1 and 0 < size <= 1):
        raise ValueError(f"A patch of {size:g} at {across:g}, {down:g} is not on the face; give shares of its side.")
    pixels = max(1, round(size * side))
    left, top = (min(max(round(share * side - pixels / 2), 0), side - pixels) for share in (across, down))
    mask = torch.zeros(1, 1, side, side)
    mask[..., top : top + pixels, left : left + pixels] = 1
    return mask


def cover(model: FaceVae, face: Tensor, masks: Tensor, filler: str) -> Tensor:
    """Cover parts of one face.

    Args:
        model: as `facevae.load` returns it, with a restorer for "vae".
        face: (1, 3, S, S) RGB in [0, 1].
        masks: (N, 1, S, S), 1 under the patch.
        filler: one of `FILLERS`.
    Returns:
        (N, 3, S, S); what is not covered is bit-identical.
    Raises:
        ValueError: another shape or range, an unknown filler, or the model cannot fill holes.
    """
    check_faces(face, size=model.image_size)
    check_choice(filler, FILLERS, "filler")
    faces = face.expand(len(masks), -1, -1, -1)
    if filler == "grey":
        return torch.where(masks > 0, torch.full_like(faces, GREY), faces)
    return inpaint(model, faces.contiguous(), masks)[:, 0]
