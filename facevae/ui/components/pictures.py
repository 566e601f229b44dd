"""Captioned pictures side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from torch import Tensor

from facevae.ui.components.encoding import data_uri
from facevae.ui.components.templates import Template

OUT_OF_255 = 255
"""What a noise level is multiplied by on the screen, as the denoising literature quotes it."""

EIGHT_BIT_PSNR = 59
"""dB: closer than this no screen can show, because rounding to 8 bits is already as far off."""

STYLE = Path(__file__).with_suffix(".css")

Kind = Literal["photo", "model", "classical", "linear", "supervised"]

# decoding=sync: the browser otherwise shows a blank frame between two pictures.
_STRIP = Template("""
<div class="fv-strip{{ " fv-small" if small }}" tabindex="0" role="group" aria-label="Pictures">
{%- for picture, source in figures -%}
<figure class="fv-figure fv-{{ picture.kind }}"><div class="fv-picture">
{%- set said = picture.note or picture.figures -%}
{%- if source %}<img src="{{ source }}" alt="{{ picture.title }}. {{ said }}" decoding="sync">{% endif -%}
{%- if picture.badge %}<span class="fv-badge">{{ picture.badge }}</span>{% endif -%}
</div><figcaption><span class="fv-title">{{ picture.title }}</span>
{%- if picture.note or not picture.figures %}<span class="fv-note">{{ picture.note }}</span>{% endif -%}
{%- if picture.figures %}<span class="fv-figures">{{ picture.figures }}</span>{% endif %}
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
        note: a line under the title.
        kind: who made it; decides the colour of its border.
        badge: a word in its corner.
        figures: a second, smaller line, such as PSNR and SSIM.
    """

    pixels: Tensor | None
    title: str
    note: str = ""
    kind: Kind = "photo"
    badge: str = ""
    figures: str = ""


def strip(pictures: Sequence[Picture], *, small: bool = False) -> str:
    """Return pictures side by side as HTML for a gr.HTML; boxes keep their size, so nothing jumps.

    Args:
        pictures: from left to right.
        small: whether they stand under a large picture.
    """
    sources = [None if picture.pixels is None else data_uri(picture.pixels) for picture in pictures]
    return _STRIP(figures=list(zip(pictures, sources, strict=True)), small=small)


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
    return f"{line} ({other[0]}: {other[1]:.1f}\N{NO-BREAK SPACE}dB, {other[2]:.2f})"
