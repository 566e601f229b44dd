"""Which sliders there are, what they are called, and what else each of them is measured to change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from facevae.latent import MEASUREMENTS
from facevae.latent.reach import REACH, ends_of
from facevae.ui.components.templates import Template

if TYPE_CHECKING:
    from torch import Tensor

    from facevae.model import FaceVae
    from facevae.models.latent_atlas import LatentAtlas

LEADING = 10
"""How many leading directions have a slider."""

NAMED_SET, LEADING_SET = "named", "leading"

_WORTH_SAYING = 0.2
"""Side effects below this share of what the other trait's own slider does are left out of a row."""

_SAID = 2
"""Side effects that a row has room for."""

_POINTS = 10.0
"""Change of a probability, in points, that counts as much as a whole step of a slider does."""

_TABLES = Template("""
<div class="entangled">
{%- for title, lines in tables -%}
<figure><figcaption>{{ title }}</figcaption><div class="entangled-scroll" tabindex="0"><table>
<thead><tr><td></td>
{%- for measurement in heads -%}
<th scope="col">{{ measurement.label }}<small>{{ measurement.unit }}</small></th>
{%- endfor -%}
</tr></thead><tbody>
{%- for label, cells in lines -%}
<tr><th scope="row">{{ label }} +1</th>
{%- for cell in cells -%}
<td class="entangled-{{ cell.kind }}" style="--strength:{{ cell.strength }}%">{{ cell.text }}</td>
{%- endfor -%}
</tr>
{%- endfor -%}
</tbody></table></div></figure>
{%- endfor -%}
</div>
""")


@dataclass(frozen=True)
class SliderRow:
    """One slider.

    Attributes:
        key: by which programs name it.
        set: `NAMED_SET` or `LEADING_SET`.
        label: what it is called on the screen.
        low, high: what its ends are called.
        least, most: how far it goes.
        notes: what one step does, as found and one thing at a time; "" where nothing was measured.
    """

    key: str
    set: str
    label: str
    low: str = ""
    high: str = ""
    notes: tuple[str, str] = ("", "")
    least: float = -REACH
    most: float = REACH


def rows_of(model: FaceVae) -> list[SliderRow]:
    """The sliders of a model, named ones first.

    Args:
        model: as ``facevae.load`` returns it; without an atlas it has leading directions only.
    """
    leading = [SliderRow(f"direction-{n}", LEADING_SET, f"Direction {n}") for n in range(1, LEADING + 1)]
    return [*_named(model.atlas), *leading] if model.atlas is not None else leading


def _named(atlas: LatentAtlas) -> list[SliderRow]:
    names, measured, scales = atlas.config.names, list(atlas.config.measurements), _scales(atlas)
    found = []
    for row, name in enumerate(names):
        measurement = MEASUREMENTS[name]
        as_found, independent = (_effects_in_words(name, effects[row], scales, measured) for effects in atlas.effects)
        notes = as_found, independent
        words = measurement.label, measurement.low, measurement.high
        found.append(SliderRow(name, NAMED_SET, *words, notes, *ends_of(name)))
    return found


def _scales(atlas: LatentAtlas) -> dict[str, float]:
    """What counts as much of each trait: what its own slider does, or some points of a probability."""
    measured = list(atlas.config.measurements)
    own = {name: float(atlas.effects[0, row, measured.index(name)]) for row, name in enumerate(atlas.config.names)}
    return {name: abs(own.get(name, _POINTS)) or 1.0 for name in measured}


def _effects_in_words(name: str, effects: Tensor, scales: dict[str, float], measured: Sequence[str]) -> str:
    """What one step does: the trait itself, then what goes along most."""
    values = dict(zip(measured, effects.tolist(), strict=True))
    others = sorted((key for key in values if key != name), key=lambda key: -abs(values[key]) / scales[key])
    said = [key for key in others if abs(values[key]) >= _WORTH_SAYING * scales[key]][:_SAID]
    also = ", ".join(_change(key, values[key]) for key in said)
    return f"One step: {_change(name, values[name])}" + (f"; also {also}" if also else "; hardly anything else")


def _change(name: str, value: float) -> str:
    label = MEASUREMENTS[name].label
    return f"{label[0].lower()}{label[1:]} {signed(value)} {MEASUREMENTS[name].unit}"


def signed(value: float) -> str:
    """A number with one decimal, its sign always there, and a proper minus."""
    return f"{value:+.1f}".replace("-", "\u2212")


def entanglement_tables(model: FaceVae) -> str:
    """Return both matrices of side effects as HTML: a row a slider, a column a trait, stronger colours for more.

    Args:
        model: with an atlas.
    """
    atlas = model.atlas
    if atlas is None:
        raise ValueError("This model has no atlas, so no side effects are known.")
    titles = ("As found", "One thing at a time")
    return _TABLES(
        heads=[MEASUREMENTS[name] for name in atlas.config.measurements],
        tables=[(title, _lines(atlas, effects)) for title, effects in zip(titles, atlas.effects.tolist(), strict=True)],
    )


@dataclass(frozen=True)
class _Cell:
    """What one step of a slider does to one trait.

    Attributes:
        kind: "own" where it is the slider's own trait, otherwise "more" or "less".
        strength: of its colour, per cent.
        text: the change.
    """

    kind: str
    strength: int
    text: str


def _lines(atlas: LatentAtlas, effects: list[list[float]]) -> list[tuple[str, list[_Cell]]]:
    scales = _scales(atlas)
    lines = []
    for name, values in zip(atlas.config.names, effects, strict=True):
        measured = zip(atlas.config.measurements, values, strict=True)
        cells = [_cell(value, value / scales[other], own=other == name) for other, value in measured]
        lines.append((MEASUREMENTS[name].label, cells))
    return lines


def _cell(value: float, share: float, *, own: bool) -> _Cell:
    kind = "own" if own else "more" if value > 0 else "less"
    return _Cell(kind, round(100 * min(1.0, abs(share))), signed(value))
