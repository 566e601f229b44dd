"""A photo that was read, as a message: written in the cell, checked and put together again in the app."""

from __future__ import annotations

import math
from typing import Any, BinaryIO

from PIL import Image

from facevae.photos import reader, sanitizer
from facevae.photos.cell import wire
from facevae.photos.cell.wire import WireError
from facevae.photos.reader import Original

MOST_WORDS = 400
"""Characters of the longest sentence that a cell may say."""

_PICTURES = {"photo": ("RGB",), "native": ("RGB", "L"), "alpha": ("L",)}
_MOST_SENTENCES = 8
_MOST_STEP = 65_535  # of a quantisation table


def send(stream: BinaryIO, original: Original) -> None:
    """Write a photo."""
    pictures = {name: getattr(original, name) for name in _PICTURES}
    profile = original.profile or b""
    head = {
        "format": original.format,
        "scaled": original.scaled,
        "grey": original.grey,
        "tables": original.tables,
        "subsampling": original.subsampling,
        "resolution": original.resolution,
        "incomplete": original.incomplete,
        "lost": original.lost,
        "profile": len(profile),
        "chunks": len(original.chunks),
        "pictures": {name: [picture.mode, *picture.size] for name, picture in pictures.items() if picture is not None},
    }
    wire.send(stream, head)
    stream.write(profile + original.chunks)
    for picture in pictures.values():
        if picture is not None:
            wire.send_picture(stream, picture)


def receive(stream: BinaryIO, head: dict[str, Any]) -> Original:
    """Read the rest of a photo whose head has arrived.

    Raises:
        WireError: anything of it is not what `photos.read` could have returned.
    """
    _check(head.get("format") in reader.FORMATS, "the format")
    profile = wire.receive_bytes(stream, _whole(head, "profile", 0, sanitizer.MAX_PROFILE))
    chunks = wire.receive_bytes(stream, _whole(head, "chunks", 0, reader.MAX_BYTES))
    pictures = _pictures(stream, head.get("pictures"))
    return Original(
        photo=pictures["photo"],
        format=head["format"],
        scaled=head.get("scaled") is True,
        grey=head.get("grey") is True,
        profile=profile or None,
        native=pictures.get("native"),
        alpha=pictures.get("alpha"),
        tables=_tables(head.get("tables")),
        subsampling=None if head.get("subsampling") is None else _whole(head, "subsampling", 0, 2),
        chunks=chunks,
        resolution=_resolution(head.get("resolution")),
        incomplete=sentence(head.get("incomplete")),
        lost=_sentences(head.get("lost")),
    )


def sentence(words: object) -> str:
    """Return what a cell says to the person.

    Raises:
        WireError: it is no sentence.
    """
    _check(isinstance(words, str) and len(words) <= MOST_WORDS and (words.isprintable() or not words), "the words")
    return str(words)


def _sentences(told: Any) -> tuple[str, ...]:
    _check(isinstance(told, list) and len(told) <= _MOST_SENTENCES, "what is lost")
    return tuple(map(sentence, told))


def _pictures(stream: BinaryIO, told: Any) -> dict[str, Image.Image]:
    _check(isinstance(told, dict) and "photo" in told and set(told) <= set(_PICTURES), "the pictures")
    size = tuple(told["photo"][1:]) if isinstance(told["photo"], list) else ()
    _check(len(size) == 2 and all(_is_whole(side, 1, reader.MAX_SIDE) for side in size), "the size")
    made = {}
    for name, modes in _PICTURES.items():  # in the order in which they were written
        if name in told:
            _check(isinstance(told[name], list) and told[name][0] in modes, f"the mode of {name}")
            _check(tuple(told[name][1:]) == size, f"the size of {name}")
            made[name] = wire.receive_picture(stream, told[name][0], size)
    return made


def _tables(told: Any) -> list[list[int]] | None:
    if told is None:
        return None
    _check(isinstance(told, list) and 1 <= len(told) <= 4, "the tables")
    for table in told:
        is_table = isinstance(table, list) and len(table) == 64
        _check(is_table and all(_is_whole(step, 0, _MOST_STEP) for step in table), "a table")
    return told


def _resolution(told: Any) -> tuple[float, float] | None:
    if told is None:
        return None
    _check(isinstance(told, list) and len(told) == 2, "the resolution")
    across, down = told
    _check(all(isinstance(value, int | float) and math.isfinite(value) and value > 0 for value in told), "a resolution")
    return float(across), float(down)


def _whole(head: dict[str, Any], name: str, least: int, most: int) -> int:
    _check(_is_whole(head.get(name), least, most), name)
    return head[name]


def _is_whole(value: object, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _check(holds: bool, what: str) -> None:
    if not holds:
        raise WireError(f"{what} cannot be right")
