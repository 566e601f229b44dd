"""Maps as pictures: patches' years over the face, and what the stages of a network make of it."""

from __future__ import annotations

from collections.abc import Sequence

from facevae import photos
from facevae.reading import FeatureMaps
from facevae.ui.components.encoding import data_address
from facevae.ui.components.templates import Template

MOST_YEARS = 10
"""Change of the age that gets the full colour: the same for every map, so that they compare."""

_GRID = Template("""
<figure class="reading-grid"><div class="reading-frame"><img src="{{ face }}" alt="The face" decoding="sync">
<table aria-label="Years by which a patch changes the age">{% for row in rows %}<tr>
{%- for value, share, way in row %}
<td style="--share: {{ share }}%" data-way="{{ way }}">{{ value }}</td>{% endfor %}</tr>
{%- endfor %}</table>
</div><figcaption role="status">{{ told }}</figcaption></figure>
""")

_WAITING = Template('<p class="fv-note reading-waiting">{{ sentence }}</p>')


def grid(face: str, rows: Sequence[Sequence[float]], steps: int, told: str) -> str:
    """Return the years of a map over the face.

    Args:
        face: the address of its picture.
        rows: those that are there, from the top, in years.
        steps: how many there will be.
        told: the caption.
    """
    cells = [[_cell(value) for value in row] for row in rows]
    cells += [[("", 0, "")] * steps for _ in range(steps - len(rows))]
    return _GRID(face=face, rows=cells, told=told)


def _cell(years: float) -> tuple[str, int, str]:
    whole = round(years)
    told = f"{whole:+d}".replace("-", "\N{MINUS SIGN}") if whole else "0"
    return told, round(100 * min(abs(years) / MOST_YEARS, 1)), "older" if years > 0 else "younger"


def waiting(sentence: str) -> str:
    """Return what stands where a map is going to be."""
    return _WAITING(sentence=sentence)


def map_rows(found: FeatureMaps) -> list[str]:
    """Return the addresses of the pictures of maps, one pixel of the file a cell."""
    pictures = (photos.to_photo(one.expand(1, 3, -1, -1)) for one in found.maps)
    return [data_address(photos.encode(picture, "PNG", optimize=True), "image/png") for picture in pictures]
