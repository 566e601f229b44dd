"""Pictures of one face side by side, and under each what our network reads; nothing is computed here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from facevae import photos
from facevae.models.attributes import ETHNICITIES, GENDERS
from facevae.reading import LabelReading, Readings
from facevae.ui.components.encoding import data_address, data_uri, photo_jpeg
from facevae.ui.components.pictures import Kind
from facevae.ui.components.templates import Template
from facevae.ui.tabs.fair.reader_error import ReaderError

if TYPE_CHECKING:
    from torch import Tensor

SIDE = 288
"""Pixels that one picture is wide on the screen, at most; nine in one have twice as many."""

_BOARD = Template("""
<div class="fair-board"{% if step %} data-busy{% endif %}>
<div class="fair-shown">
{%- for column in columns %}<figure class="fv-figure fv-{{ column.kind }}"><div class="fv-picture">
{%- if column.picture -%}
<img src="{{ column.picture }}" alt="{{ column.title }}: {{ column.note }}" decoding="sync">
{%- endif -%}
</div><figcaption><span class="fv-title">{{ column.title }}</span><span class="fv-note">{{ column.note }}</span>
</figcaption></figure>{% endfor -%}
</div>
<table class="fair-read"><caption>Read as ... by our network: how likely each label is to it, per cent
{%- if several %}, and how many of the {{ several }} fillings are read so{% endif %}</caption>
<thead><tr><td></td>{% for column in columns %}<th scope="col">{{ column.short }}</th>{% endfor %}
<th scope="col">Agrees in</th></tr></thead>
{%- for group in groups %}<tbody>{% for name, cells, right in group %}<tr><th scope="row">{{ name }}</th>
{%- for cell in cells %}<td{% if cell.share is not none %} style="--share: {{ cell.share }}%"{% endif %}>
{%- if cell.chosen %}<strong>{{ cell.told }}</strong>{% else %}{{ cell.told }}{% endif -%}
{%- if cell.more %} <small>{{ cell.more }}</small>{% endif %}</td>{% endfor -%}
<td class="fair-right">{{ right }}</td></tr>{% endfor %}</tbody>{% endfor -%}
</table>
<p class="fair-verdict fv-verdict" data-said>{{ step or verdict }}</p>
</div>
""")


@dataclass(frozen=True)
class Column:
    """One picture, or nine in one, with what is read.

    Attributes:
        title: above the note under the picture; `short`, the same in a word, at the head of the table.
        note: a line under the title.
        kind: who made it; decides the colour of its border.
        picture: the address of the picture; "" while it is awaited.
        readings: what is read of it; None while that is awaited.
    """

    title: str
    short: str
    note: str
    kind: Kind
    picture: str = ""
    readings: Readings | None = None


@dataclass(frozen=True)
class _Cell:
    told: str
    share: int | None = None
    more: str = ""
    chosen: bool = False


def board(columns: Sequence[Column], error: ReaderError | None, *, verdict: str = "", step: str = "") -> str:
    """Return pictures and readings as HTML.

    Args:
        columns: from left to right.
        error: how often the network agrees with the labels; None where that was not measured.
        verdict: in a sentence or two, what came of it.
        step: what is being done in its place, as long as it is.
    """
    most = max((column.readings.gender.pictures for column in columns if column.readings), default=1)
    return _BOARD(
        columns=columns,
        groups=list(_groups(columns, error)),
        several={1: ""}.get(most, str(most)),
        verdict=verdict,
        step=step,
    )


def picture(faces: Tensor) -> str:
    """Return the address of the picture of one face, (1, 3, S, S), or of nine in a square, (9, 3, S, S)."""
    if len(faces) == 1:
        return data_uri(faces, SIDE)
    sheet = photos.contact_sheet(faces, round(len(faces) ** 0.5))
    return data_address(photo_jpeg(sheet.resize((2 * SIDE, 2 * SIDE))), "image/jpeg")


def _groups(columns: Sequence[Column], error: ReaderError | None) -> Iterator[list[tuple[str, list[_Cell], str]]]:
    found = [column.readings for column in columns]
    for names, kind in ((GENDERS, "gender"), (ETHNICITIES, "ethnicity")):
        yield [
            (
                name,
                [_label(getattr(one, kind) if one else None, index) for one in found],
                error.of_label(name) if error else "",
            )
            for index, name in enumerate(names)
        ]
    ages = [_Cell(f"{one.age:.0f}" if one else "") for one in found]
    yield [("age, years", ages, error.of_age() if error else "")]


def _label(found: LabelReading | None, index: int) -> _Cell:
    if found is None:
        return _Cell("")
    share, chosen = round(100 * found.shares[index]), found.likeliest == index
    several = found.pictures > 1 and found.counts[index]
    return _Cell(str(share), share, f"{found.counts[index]} of {found.pictures}" if several else "", chosen)
