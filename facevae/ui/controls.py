"""Small building blocks that every tab uses: captioned pictures, the explanation, a photo input, option sliders."""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import gradio as gr
import torch
from PIL import Image
from torch import Tensor

from facevae import photos

OUT_OF_255 = 255
"""What a noise level is multiplied by on the screen, as the denoising literature quotes it."""

SHOWN_SIDE = 384
"""Pixels on the screen; enlarged here with Lanczos, because the browser's own enlarging looks blocky."""

EIGHT_BIT_PSNR = 59
"""dB: closer than this no screen can show, because rounding to 8 bits is already as far off."""

MAX_SEED = 9999

QUIET = {"queue": False, "show_progress": "hidden", "trigger_mode": "always_last"}
"""How a live handler is connected: no queue, no veil over the picture, and only the newest value counts."""

Kind = Literal["photo", "model", "classical", "linear", "supervised"]


@dataclass(frozen=True)
class Picture:
    """A picture with its caption.

    Attributes:
        pixels: (1, 3, S, S) or (3, S, S) float32 RGB in [0, 1]; None leaves an empty box of the same size.
        title: what it is, in a few words.
        note: a line under the title, such as the scores.
        kind: who made it; decides the colour of its border.
        badge: a word in its corner.
    """

    pixels: Tensor | None
    title: str
    note: str = ""
    kind: Kind = "photo"
    badge: str = ""


def strip(pictures: Sequence[Picture]) -> str:
    """Return pictures side by side as HTML for a gr.HTML; boxes keep their size, so nothing jumps."""
    figures = "".join(_figure(picture) for picture in pictures)
    return f'<div class="fv-strip" tabindex="0" role="group" aria-label="Pictures">{figures}</div>'


def _figure(picture: Picture) -> str:
    title, note = html.escape(picture.title), html.escape(picture.note)
    image = ""
    if picture.pixels is not None:
        # decoding=sync: the browser otherwise shows a blank frame between two pictures.
        image = f'<img src="{data_uri(picture.pixels)}" alt="{title}. {note}" decoding="sync">'
    badge = f'<span class="fv-badge">{html.escape(picture.badge)}</span>' if picture.badge else ""
    return (
        f'<figure class="fv-figure fv-{picture.kind}"><div class="fv-picture">{image}{badge}</div>'
        f'<figcaption><span class="fv-title">{title}</span><span class="fv-note">{note}</span></figcaption></figure>'
    )


def shown(face: Tensor, side: int = SHOWN_SIDE) -> Image.Image:
    """Return one face as a photo of `side` pixels, smoothly enlarged."""
    return photos.to_photo(face, side)


def jpeg(face: Tensor, side: int = SHOWN_SIDE, quality: int = 92) -> bytes:
    """Return one face as a JPEG file of `side` pixels."""
    return photo_jpeg(shown(face, side), quality)


def photo_jpeg(photo: Image.Image, quality: int = 88) -> bytes:
    """Return a photo of any size as a JPEG file."""
    file = io.BytesIO()
    photo.save(file, "JPEG", quality=quality)
    return file.getvalue()


def data_uri(face: Tensor, side: int = SHOWN_SIDE) -> str:
    """Return one face as a JPEG inside a ``data:`` address."""
    return data_address(jpeg(face, side), "image/jpeg")


def data_address(file: bytes, media: str) -> str:
    """Return a file as a ``data:`` address; `media` is what the browser calls its kind."""
    return f"data:{media};base64,{base64.b64encode(file).decode()}"


def scores(psnr: float, ssim: float) -> str:
    """Return PSNR (dB) and SSIM as the line that stands under every picture."""
    if psnr > EIGHT_BIT_PSNR:
        return "Exactly the original"
    return f"PSNR {psnr:.1f} dB, SSIM {ssim:.2f}"


def explain(sentences: str, formula: str, notice: str, *, key: str) -> None:
    """Draw the folded "What is going on": a few sentences, one formula, one thing to notice.

    Args:
        sentences: plain words.
        formula: LaTeX, without dollar signs.
        notice: what to look for on the screen.
        key: the tab's key; the accordion's elem_id is ``explain-key``.
    """
    with gr.Accordion("What is going on", open=False, elem_id=f"explain-{key}", elem_classes="fv-explain"):
        gr.Markdown(
            f"{sentences}\n\n$$ {formula} $$\n\n**Notice:** {notice}",
            latex_delimiters=[
                {"left": "$$", "right": "$$", "display": True},
                {"left": "$", "right": "$", "display": False},
            ],
        )


def photo_input(**arguments) -> gr.Image:
    """Return a gr.Image that hands its handler the path of the uploaded file, or None.

    Gradio's own decoding clips 16-bit pictures, drops transparency, and takes a gigabyte for a large photo before
    any handler sees it; ``photos.open`` reads the path instead.
    """
    image = gr.Image(type="filepath", **arguments)
    image.preprocess = lambda payload: payload.path if payload else None
    return image


def seed_slider(elem_id: str, value: int = 1) -> gr.Slider:
    """Return a slider for the seed of whatever is random in a tab."""
    hint = "The same seed and settings give the same picture again."
    return gr.Slider(0, MAX_SEED, value=value, step=1, label="Seed", info=hint, elem_id=elem_id)


def generator(seed: int) -> torch.Generator:
    """Return a generator that gives the same picture for the same seed on every machine."""
    return torch.Generator().manual_seed(int(seed))
