"""Which sliders there are, what they are called, and what else each of them is measured to change."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from facevae import latent
from facevae.latent import MEASUREMENTS

LEADING = 10
"""How many leading directions have a slider."""

NAMED_SET, LEADING_SET = "named", "leading"

_WORTH_SAYING = 0.2
"""Side effects below this share of what the other trait's own slider does are left out of a row."""

_SAID = 2
"""Side effects that a row has room for."""

_POINTS = 10.0
"""Change of a probability, in points, that counts as much as a whole step of a slider does."""


@dataclass(frozen=True)
class SliderRow:
    """One slider.

    Attributes:
        key: by which programs name it.
        set: `NAMED_SET` or `LEADING_SET`.
        label: what it is called on the screen.
        low, high: what its ends are called.
        notes: what one step does, as found and made independent; "" where nothing was measured.
    """

    key: str
    set: str
    label: str
    low: str = ""
    high: str = ""
    notes: tuple[str, str] = ("", "")


def rows_of(model: Any) -> list[SliderRow]:
    """The sliders of a model, named ones first.

    Args:
        model: as ``facevae.load`` returns it; without an atlas it has leading directions only.
    """
    leading = [SliderRow(f"direction-{n}", LEADING_SET, f"Direction {n}") for n in range(1, LEADING + 1)]
    return [*_named(model.atlas), *leading] if model.atlas is not None else leading


def directions_of(model: Any) -> Tensor:
    """(2, count, D), in the order of `rows_of`: as found, and the named ones each made orthogonal to the others."""
    leading = latent.principal(model, LEADING).expand(2, -1, -1)
    return torch.cat([model.atlas.directions, leading], dim=1) if model.atlas is not None else leading


def _named(atlas: Any) -> list[SliderRow]:
    names, measured, scales = atlas.config.names, list(atlas.config.measurements), _scales(atlas)
    found = []
    for row, name in enumerate(names):
        measurement = MEASUREMENTS[name]
        notes = tuple(_effects_in_words(name, effects[row], scales, measured) for effects in atlas.effects)
        found.append(SliderRow(name, NAMED_SET, measurement.label, measurement.low, measurement.high, notes))
    return found


def _scales(atlas: Any) -> dict[str, float]:
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


def entanglement_tables(model: Any) -> str:
    """Return both matrices of side effects as HTML: a row a slider, a column a trait, stronger colours for more.

    Args:
        model: with an atlas.
    """
    atlas = model.atlas
    parts = []
    for title, effects in zip(("As found", "Each orthogonal to the others"), atlas.effects.tolist(), strict=True):
        parts.append(f"<figure><figcaption>{title}</figcaption>{_table(atlas, effects)}</figure>")
    return f'<div class="entangled">{"".join(parts)}</div>'


def _table(atlas: Any, effects: list[list[float]]) -> str:
    scales = _scales(atlas)
    heads = "".join(
        f'<th scope="col">{html.escape(MEASUREMENTS[name].label)}<small>{MEASUREMENTS[name].unit}</small></th>'
        for name in atlas.config.measurements
    )
    lines = []
    for name, values in zip(atlas.config.names, effects, strict=True):
        cells = "".join(
            _cell(value, value / scales[other], other == name)
            for other, value in zip(atlas.config.measurements, values, strict=True)
        )
        lines.append(f'<tr><th scope="row">{html.escape(MEASUREMENTS[name].label)} +1</th>{cells}</tr>')
    table = f"<table><thead><tr><td></td>{heads}</tr></thead><tbody>{''.join(lines)}</tbody></table>"
    return f'<div class="entangled-scroll" tabindex="0">{table}</div>'


def _cell(value: float, share: float, own: bool) -> str:
    strength = round(100 * min(1.0, abs(share)))
    kind = "own" if own else "more" if value > 0 else "less"
    return f'<td class="entangled-{kind}" style="--strength:{strength}%">{signed(value)}</td>'
