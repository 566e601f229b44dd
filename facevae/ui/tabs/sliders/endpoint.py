"""What programs can do with the sliders."""

# Annotations stay objects in this module: gr.api describes what an endpoint returns by them.

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import gradio as gr

from facevae import align, latent, photos
from facevae.align import Edit
from facevae.latent import codec
from facevae.latent.editing import move_along
from facevae.latent.reach import REACH
from facevae.photos import writer
from facevae.ui.components.controls import generator
from facevae.ui.components.encoding import data_address, shown
from facevae.ui.components.program_files import answer, answering, read_sent, refusal
from facevae.ui.tabs.sliders.rows import SliderRow

if TYPE_CHECKING:
    from torch import Tensor

    from facevae.model import FaceVae

FIRST_SEED = 23
TEMPERATURE = 1.0

Sliders = list[float] | dict[str, float]


def sliders_endpoint(model: "FaceVae", rows: Sequence[SliderRow], directions: "Tensor") -> Callable[..., str]:
    """Return the function that programs call to move sliders.

    Args:
        model: as ``facevae.load`` returns it.
        rows: one for each slider.
        directions: (2, count, D): as found, and untangled.
    """

    def decode_sliders(
        sliders: Sliders,
        seed: int = FIRST_SEED,
        temperature: float = TEMPERATURE,
        untangle: bool = False,
        style: str = "faithful",
    ) -> str:
        """Draw a random face moved by sliders, as the page does.

        Args:
            sliders: numbers from -3 to 3, in standard deviations of the model's prior: a list in the order of the
                page, named sliders first, whose missing ones stay at 0; or a dict by key, such as {"smile": 2}. A
                slider that ends earlier on the page does so here.
            seed: of the random face.
            temperature: of the random face, above 0.
            untangle: whether the named sliders keep to what no other one changes.
            style: "faithful", which errs least and is blurred, or "real", with details drawn so that it looks like a
                photo; the page moves the first and comes to rest at the second.
        Returns:
            The face as a PNG in a ``data:`` address.
        """
        try:
            amounts = read_sliders(sliders, rows)
            start = latent.sample(model, 1, generator(seed), temperature)
            moved = move_along(start, directions[int(bool(untangle))], amounts, reach=REACH, limit=codec.LIMIT)
            face = model.decode(moved, style)
        except (TypeError, ValueError) as error:
            raise gr.Error(str(error), print_exception=False) from error
        return data_address(photos.encode(shown(face), "PNG"), "image/png")

    return decode_sliders


def edit_endpoint(model: "FaceVae", rows: Sequence[SliderRow], directions: "Tensor") -> Callable[..., Any]:
    """Return the function that programs call to move sliders for the face in a photo; Args: as above."""

    def edit(photo: gr.FileData, sliders: Sliders, untangle: bool = True) -> gr.FileData:
        """Change the most prominent face in a photo as the page's sliders do, and keep what the model cannot draw.

        Args:
            photo: a photo with a face, up to 64 MB.
            sliders: numbers from -3 to 3, in standard deviations of the model's prior, as for `decode_sliders`: a list,
                or a dict by key, such as {"smile": 2}.
            untangle: whether the named sliders keep to what no other one changes.
        Returns:
            The photo with that face changed: a JPEG where a JPEG was sent, else a PNG.
        """
        with answering(photo):
            amounts = read_sliders(sliders, rows)
            original = read_sent(photo)
            found = align.find(original.photo)
            if not found:
                raise refusal("No face was found in it.")
            face = align.cut(original.photo, found[0], model.image_size)
            codes = model.encode(face.pixels).mean
            moved = move_along(codes, directions[int(bool(untangle))], amounts, reach=REACH, limit=codec.LIMIT)
            changed = latent.edit(model, face.pixels, moved - codes)
            made = align.apply(original.photo, [(face, Edit(changed, "residual"))])
        return answer(writer.encode_in_cell(original, made), "edited")

    return edit


def read_sliders(sliders: object, rows: Sequence[SliderRow]) -> list[float]:
    """Read how far sliders are moved, which is whatever a program chose to send.

    Args:
        sliders: expected a list of finite numbers, at most one for each slider, or a dict of such by key.
        rows: one for each slider.
    Returns:
        At most one number for each slider, in their order; none beyond its ends.
    Raises:
        ValueError: neither of them, or an unknown key; the message is one sentence.
    """
    keys = [row.key for row in rows]
    if isinstance(sliders, dict):
        unknown = [key for key in sliders if key not in keys]
        if unknown:
            raise ValueError(f"There is no slider {unknown[0]!r}; there are {', '.join(keys)}.")
        sliders = [sliders.get(key, 0.0) for key in keys]
    if not isinstance(sliders, list) or len(sliders) > len(keys) or not all(map(_is_finite, sliders)):
        raise ValueError(f"sliders must be a list of at most {len(keys)} numbers.")
    return [min(max(amount, row.least), row.most) for amount, row in zip(sliders, rows, strict=False)]


def _is_finite(value: object) -> bool:
    return isinstance(value, int | float) and math.isfinite(value)
