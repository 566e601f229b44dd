"""Captioned pictures side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from torch import Tensor

from facevae.ui.components.encoding import data_uri
from facevae.ui.components.templates import Template

OUT_OF_255 = 255
"""What a noise level is multiplied by on the screen, as the denoising literature quotes it."""

EIGHT_BIT_PSNR = 59
"""dB: closer than this no screen can show, because rounding to 8 bits is already as far off."""

Kind = Literal["photo", "model", "classical", "linear", "supervised"]

# decoding=sync: the browser otherwise shows a blank frame between two pictures.
_STRIP = Template("""
<div class="fv-strip" tabindex="0" role="group" aria-label="Pictures">
{%- for picture, source in figures -%}
<figure class="fv-figure fv-{{ picture.kind }}"><div class="fv-picture">
{%- if source %}<img src="{{ source }}" alt="{{ picture.title }}. {{ picture.note }}" decoding="sync">{% endif -%}
{%- if picture.badge %}<span class="fv-badge">{{ picture.badge }}</span>{% endif -%}
</div><figcaption><span class="fv-title">{{ picture.title }}</span><span class="fv-note">{{ picture.note }}</span>
</figcaption></figure>
{%- endfor -%}
</div>
""")


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
    sources = [None if picture.pixels is None else data_uri(picture.pixels) for picture in pictures]
    return _STRIP(figures=list(zip(pictures, sources, strict=True)))


def scores(psnr: float, ssim: float, other: tuple[str, float, float] | None = None) -> str:
    """Return PSNR (dB) and SSIM as the line that stands under every picture.

    Args:
        psnr: of the picture.
        ssim: of the picture.
        other: what a face at the other end of the dial is called, and the same figures of it.
    """
    if psnr > EIGHT_BIT_PSNR:
        return "Exactly the original"
    line = f"PSNR {psnr:.1f} dB, SSIM {ssim:.2f}"
    if other is None:
        return line
    # No-break spaces: where both do not fit into one line, the other one's figures go into the next as they are.
    return f"{line} ({other[0]}:\N{NO-BREAK SPACE}{other[1]:.1f}\N{NO-BREAK SPACE}dB,\N{NO-BREAK SPACE}{other[2]:.2f})"
