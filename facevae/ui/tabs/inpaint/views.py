"""How the Inpaint tab shows its results: a large picture, nine small ones, and where these differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from facevae import metrics
from facevae.plots import sheet
from facevae.plots.heatmap import heatmap, legend
from facevae.restore import INPAINTERS, diversity
from facevae.ui.components.dial import FAITHFUL, named
from facevae.ui.components.encoding import data_uri
from facevae.ui.components.face_grid import table
from facevae.ui.components.pictures import OUT_OF_255, Kind, Picture, scores, strip
from facevae.ui.components.templates import Template
from facevae.ui.tabs.inpaint.results import SAMPLES, InpaintResult, Samples
from facevae.ui.tabs.result_stage import FacePair

if TYPE_CHECKING:
    from torch import Tensor

COLUMNS = 3

MARGIN = 0.2
"""Around the hole, of its longer side, that is shown of each of the nine."""

LEAST_SHOWN = 0.4
"""Share of the face's width that is shown of each of the nine, at least."""

COVERS = 0.85
"""How far the colours that say where the nine differ cover the face."""

MOST_SPREAD = 40
"""Standard deviation, out of 255, that gets the brightest colour: the same for every hole, so that holes compare."""

_CAPTION = Template("""
<div class="fv-{{ kind }}" data-said><span class="fv-title">{{ title }}</span>
{%- if note %}<span class="fv-note">{{ note }}</span>{% endif %}<span class="fv-figures">{{ figures }}</span></div>
""")

_SPREAD = Template("""
{{ picture }}<div class="heat-scale">
<span class="heat-bar" style="background: linear-gradient(to right, {{ colours | join(', ') }})"></span>
<span>0: all nine agree</span><span>{{ most }} or more: each is different</span></div>
""")

_DIFFERENCE = Template("""
<p class="fv-title" data-said>They differ by <strong class="inpaint-number">{{ number }}</strong> of 255 inside the
hole on average.</p><p class="fv-note">{{ style }}The best-fitting comes first; click one to see it large.</p>
""")


def compare(filled: InpaintResult, place: float) -> FacePair:
    """Return the face as it was, or with its noise, and the filled one at a place of the dial."""
    before = filled.degraded.left.faces if filled.degraded.noisy else filled.degraded.face
    return FacePair(before, filled.styles.at(place))


def in_the_hole(filled: InpaintResult, place: float) -> dict[str, Any] | None:
    """Return what the canvas shows in the hole at a place of the dial; None where nothing is hidden."""
    if not filled.degraded.hidden:
        return None
    pixels = int((filled.degraded.left.mask > 0.5).sum())
    return {"picture": data_uri(filled.styles.at(place)), "pixels": pixels}


def caption(filled: InpaintResult, place: float) -> str:
    """Return the caption of the filled face at a place of the dial as HTML; its scores, and the faithful one's."""
    kind: Kind = "model" if INPAINTERS[filled.method].kind == "model" else "classical"
    title = f"{filled.title}, {named(place)}" if filled.styles.drawn else filled.title
    return _CAPTION(kind=kind, title=title, note=filled.note, figures=_all_scores(filled, place))


def _all_scores(filled: InpaintResult, place: float) -> str:
    degraded, styles = filled.degraded, filled.styles
    if degraded.whole:
        return ""
    # Where noise was, known pixels are guesses as well.
    mask, where = (None, "over the whole picture") if degraded.noisy else (degraded.left.mask, "inside the hole")
    said = f"{_scores(styles.at(place), degraded.face, mask)}, {where}"
    if not styles.drawn or place <= FAITHFUL:
        return said
    return f"{said}; faithful: {_scores(styles.faithful, degraded.face, mask)}"


def _scores(picture: Tensor, face: Tensor, mask: Tensor | None) -> str:
    psnr, ssim = (score(picture, face, mask).item() for score in (metrics.psnr, metrics.ssim))
    return scores(psnr, ssim)


def gallery(nine: Samples, place: float) -> dict[str, Any]:
    """Return the nine at a place of the dial as the value of a table of faces, each cut to the hole and a margin."""
    rows, columns = around(nine.degraded.left.mask)
    return table(nine.styles.at(place)[..., rows, columns], COLUMNS, _names(nine), captioned=True)


def around(mask: Tensor) -> tuple[slice, slice]:
    """Return rows and columns of the square around a hole, with a margin, inside the picture.

    Args:
        mask: (1, 1, S, S), above 0 somewhere.
    """
    size = mask.shape[-1]
    spans = []
    for axis in (0, 1):
        inside = mask[0, 0].amax(1 - axis).nonzero()
        spans.append((int(inside.min()), int(inside.max()) + 1))
    longest = max(end - start for start, end in spans)
    side = min(size, max(round(longest * (1 + 2 * MARGIN)), round(size * LEAST_SHOWN)))
    first = [min(max(0, (start + end - side) // 2), size - side) for start, end in spans]
    return slice(first[0], first[0] + side), slice(first[1], first[1] + side)


def spread(nine: Samples, place: float) -> str:
    """Return the heat map of where the nine differ as they are shown, and its colour scale, as HTML."""
    note = "Standard deviation of the nine as shown, pixel by pixel, out of 255"
    mask = nine.degraded.left.mask
    over = nine.degraded.face.lerp(_heat(nine, place), COVERS * mask)
    picture = strip([Picture(over, "Where they differ", note, "model")])
    return _SPREAD(picture=picture, colours=legend(), most=MOST_SPREAD)


def difference(nine: Samples, place: float) -> str:
    """Return in words how much the nine differ as they are shown, as HTML."""
    number = OUT_OF_255 * diversity(nine.at(place), nine.degraded.left.mask).item()
    style = f"Shown {named(place)}, each with details of its own. " if nine.styles.drawn and place > FAITHFUL else ""
    return _DIFFERENCE(number=f"{number:.0f}", style=style)


def sheet_png(nine: Samples, place: float) -> bytes:
    """Return a PNG of what was left, the nine as shown, their mean and where they differ, each with its name."""
    faces = [*nine.degraded.left.faces, *nine.styles.at(place), *nine.restoration.mean, *_heat(nine, place)]
    return sheet.labelled(faces, ["What was left", *_names(nine), "Mean, faithful", "Where they differ"], 4).png()


def _names(nine: Samples) -> list[str]:
    return [f"{index + 1}: {fit}" if (fit := nine.fit(index)) else f"{index + 1}" for index in range(SAMPLES)]


def _heat(nine: Samples, place: float) -> Tensor:
    return heatmap(nine.at(place).variance.sqrt(), MOST_SPREAD / OUT_OF_255)
