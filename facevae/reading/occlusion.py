"""What the reading of an age depends on: a patch moved over the whole face, and by how many years the age moves."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor

from facevae.model import FaceVae
from facevae.models.face_reader import FaceReader
from facevae.reading.patches import cover, patch_mask


def dependence(
    model: FaceVae, reader: FaceReader, face: Tensor, filler: str, size: float, steps: int = 7
) -> Iterator[list[float]]:
    """Tell by how many years a patch changes the age, place by place.

    Args:
        model: as for `cover`.
        reader: reads the ages.
        face: (1, 3, S, S) RGB in [0, 1].
        filler: as for `cover`.
        size: of the patch, as a share of the side.
        steps: places each way, evenly from edge to edge.
    Yields:
        A row of places, from the top: in years, the age with the patch less that without.
    Raises:
        ValueError: as for `cover` and `patch_mask`.
    Source: Zeiler and Fergus 2014, "Visualizing and understanding convolutional networks".
    """
    middles = torch.linspace(size / 2, 1 - size / 2, steps).tolist()
    with torch.inference_mode():
        plain = reader.predict(face).age
    for down in middles:
        with torch.inference_mode():
            masks = torch.cat([patch_mask(face.shape[-1], across, down, size) for across in middles])
            row = reader.predict(cover(model, face, masks, filler)).age - plain
        yield row.tolist()
