"""What a person is told about a file that is no usable photo."""

from __future__ import annotations

DAMAGED = "This picture is damaged or was cut off; please try another copy of it."

TOO_MUCH_MEMORY = "This picture takes too much memory to read; please make it smaller, or save it as a JPEG."

_READABLE = "use a JPEG, PNG, WebP, GIF, BMP, TIFF or AVIF"
_HEIC = (b"hei", b"hev", b"mif", b"msf")

_TEXT_STARTS = {
    b"<svg": "an SVG drawing",
    b"<!doctype svg": "an SVG drawing",
    b"<!doctype html": "a web page",
    b"<html": "a web page",
    b"%pdf": "a PDF document",
}


class PhotoError(ValueError):
    """A file that is no usable photo; the message is one sentence for the person who chose it."""


def why_unreadable(data: bytes) -> str:
    """Say in one sentence what a file is, of which not even the first bytes are those of a picture."""
    start = data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"<?xml", b"<!--")) and b"<svg" in start:
        start = b"<svg"
    for text, kind in _TEXT_STARTS.items():
        if start.startswith(text):
            return f"This file is {kind}, not a photo; {_READABLE}."
    if data[4:8] == b"ftyp" and data[8:11] in _HEIC:
        return f"This is a HEIC photo, which cannot be read here; {_READABLE}."
    return f"This file is not a picture that can be read here; {_READABLE}."


def why_undecodable(data: bytes) -> str:
    """Say in one sentence why a file cannot be decoded that begins as a picture does."""
    if data.startswith((b"II", b"MM")):
        return "This TIFF is damaged or of a kind that cannot be read here; please save it as a JPEG or PNG."
    # An AVIF may begin as a HEIC photo does, so that only its decoder can tell them apart.
    return why_unreadable(data) if data[4:8] == b"ftyp" and data[8:11] in _HEIC else DAMAGED
