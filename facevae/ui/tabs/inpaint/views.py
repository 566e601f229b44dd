"""How the Inpaint tab shows its results: a large picture, nine small ones, and where these differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from facevae import metrics
from facevae.plots import sheet
from facevae.plots.heatmap import heatmap, legend
from facevae.restore import INPAINTERS, diversity
from facevae.ui.components.encoding import data_uri
from facevae.ui.components.face_grid import table
from facevae.ui.components.pictures import OUT_OF_255, Kind, Picture, scores, strip
from facevae.ui.components.templates import Template
from facevae.ui.tabs.inpaint.results import SAMPLES, InpaintResult, Samples

if TYPE_CHECKING:
    from torch import Tensor

COLUMNS = 3
FACE_SIDE = 512

MOST_SPREAD = 40
"""Standard deviation, out of 255, that gets the brightest colour: the same for every hole, so that holes compare."""

_CAPTION = Template("""
<div class="fv-{{ kind }}"><span class="fv-title">{{ title }}</span><span class="fv-note">{{ note }}</span></div>
""")

_SPREAD = Template("""
{{ picture }}<div class="heat-scale">
<span class="heat-bar" style="background: linear-gradient(to right, {{ colours | join(', ') }})"></span>
<span>0: all nine agree</span><span>{{ most }} or more: each is different</span></div>
""")

_DIFFERENCE = Template("""
<p class="fv-title">They differ by <strong class="inpaint-number">{{ number }}</strong> of 255 inside the hole on
average.</p><p class="fv-note">The best-fitting comes first; click one to see it large.</p>
""")


def compare(filled: InpaintResult) -> dict[str, str]:
    """Return the face with its hole, or noise, and the filled one as the value of a before/after slider."""
    before = filled.degraded.left.faces if filled.degraded.noisy else filled.degraded.face
    return {"before": data_uri(before, FACE_SIDE), "after": data_uri(filled.picture, FACE_SIDE)}


def caption(filled: InpaintResult) -> str:
    """Return the caption of the filled face as HTML."""
    kind: Kind = "model" if INPAINTERS[filled.method].kind == "model" else "classical"
    note = ". ".join(part for part in (filled.note, _scores(filled)) if part)
    return _CAPTION(kind=kind, title=filled.title, note=note)


def _scores(filled: InpaintResult) -> str:
    degraded = filled.degraded
    if not degraded.hidden and not degraded.noisy:
        return ""
    # Where noise was, known pixels are guesses as well.
    mask, where = (None, "over the whole picture") if degraded.noisy else (degraded.left.mask, "inside the hole")
    psnr, ssim = (score(filled.picture, degraded.face, mask).item() for score in (metrics.psnr, metrics.ssim))
    return f"{scores(psnr, ssim)}, {where}"


def gallery(nine: Samples) -> dict[str, Any]:
    """Return the nine as the value of a table of faces."""
    return table(nine.restoration.faces[0], COLUMNS, _names(nine), captioned=True)


def spread(nine: Samples) -> str:
    """Return the heat map of where the nine differ, and its colour scale, as HTML."""
    note = "Standard deviation of the nine, pixel by pixel, out of 255"
    picture = strip([Picture(_heat(nine), "Where they differ", note, "model")])
    return _SPREAD(picture=picture, colours=legend(), most=MOST_SPREAD)


def difference(nine: Samples) -> str:
    """Return in words how much the nine differ, as HTML."""
    number = OUT_OF_255 * diversity(nine.restoration, nine.degraded.left.mask).item()
    return _DIFFERENCE(number=f"{number:.0f}")


def sheet_png(nine: Samples) -> bytes:
    """Return a PNG of what was left, the nine, their mean and where they differ, each with its name."""
    made = nine.restoration
    faces = [*nine.degraded.left.faces, *made.faces[0], *made.mean, *_heat(nine)]
    return sheet.labelled(faces, ["What was left", *_names(nine), "Mean of the nine", "Where they differ"], 4).png()


def _names(nine: Samples) -> list[str]:
    return [f"{index + 1}: {nine.fit(index)}" for index in range(SAMPLES)]


def _heat(nine: Samples) -> Tensor:
    return heatmap(nine.restoration.variance.sqrt(), MOST_SPREAD / OUT_OF_255)
