"""Reading the picture of a table of faces."""

from __future__ import annotations

import base64
import io
from typing import Any

import torch
from PIL import Image
from torch import Tensor

from facevae import photos


def small(faces: Tensor) -> Tensor:
    """Faces at 8 pixels, where JPEG and enlarging hardly show."""
    return torch.nn.functional.adaptive_avg_pool2d(faces, 8)


def cell_of(value: dict[str, Any], row: int, column: int, size: int) -> Tensor:
    """One cell of a table of `size` columns, (3, 8, 8)."""
    data = base64.b64decode(value["picture"].partition(",")[2])
    sheet = photos.to_tensor(Image.open(io.BytesIO(data)).convert("RGB"))
    side = sheet.shape[-1] // size
    return small(sheet[..., row * side : (row + 1) * side, column * side : (column + 1) * side])
