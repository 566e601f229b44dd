"""Cut a picture file down to what its pixels need, before a decoder sees it.

A decoder reads everything that a file says beside its pixels before it can be asked how large the picture is, and some
of it in time or memory that grows with the square of the file: a comment of 8 MB in a GIF takes half a minute, EXIF
data of 64 KB can take 300 MB. What is cut off here is never read. Of all metadata only the orientation is kept.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from facevae.photos import bmp, cicp, jpeg_scans, png_colours, tiff_kinds, tiff_planes
from facevae.photos import exif as tags

MAX_PARTS = 10_000
"""Most segments, chunks, boxes or blocks before a file counts as damaged; more are allowed to files that are long."""

MAX_PROFILE = 4 * 2**20
"""Largest colour profile in bytes; those of cameras have a few hundred, those of printing presses up to 3 million."""

_MAX_PROFILE_PNG = 2**20  # Pillow refuses the whole picture for a larger one, or a broken one
_MAX_VALUES = 200_000
_STARTS = {
    b"\xff\xd8\xff": "JPEG",
    b"\x89PNG\r\n\x1a\n": "PNG",
    b"GIF87a": "GIF",
    b"GIF89a": "GIF",
    b"BM": "BMP",
    b"II*\0": "TIFF",
    b"MM\0*": "TIFF",
}
_PNG_NEEDED = (b"IHDR", b"PLTE", b"IDAT", b"IEND")
_PNG_GREY = (0, 4)  # types of colour without and with transparency
_PNG_DEEP = 16  # bits a colour
_PNG_SCALED = {(2, 0), (4, 0), (_PNG_DEEP, 2)}  # bits and type of colour
_SRGB_INTENTS = range(4)
_MAX_TILE = 4096  # pixels on a side; a tile is decoded whole, however little of it the picture shows
_TIFF_TILE = (322, 323)
_TIFF_PROFILE = 34675
_TIFF_NEEDED = frozenset(
    {256, 257, 258, 259, 262, 266, 273, 277, 278, 279, 284, 292, 293, 317, 320, 322, 323, 324, 325, 332, 336, 338, 339}
    | {347, *range(512, 522), *range(529, 533), _TIFF_PROFILE}
)


@dataclass(frozen=True)
class Slim:
    """A picture file without what its pixels do not need.

    Attributes:
        kind: Pillow's name of the format.
        data: the file, without comments, location, thumbnails and the like.
        orientation: 1 to 8 as EXIF counts them; 1 is upright.
        scans: passes that a JPEG takes over its picture; 1 for the other formats.
        profile: ICC profile for what the file says about its colours without one; None where `data` says it all.
        chunks: of a PNG on its colours, as they stand in the file.
        resolution: dots per inch across and down that the metadata of the file says; None where it says nothing, or
            where `data` still does.
        complete: whether a file that can be shown without its end has it; only a JPEG can.
    """

    kind: str
    data: bytes
    orientation: int = 1
    scans: int = 1
    profile: bytes | None = None
    chunks: bytes = b""
    resolution: tuple[float, float] | None = None
    complete: bool = True


def sniff(data: bytes) -> str | None:
    """Tell the format from the first bytes of a file: Pillow's name of it, or None for one that is not read."""
    for start, kind in _STARTS.items():
        if data.startswith(start):
            return kind
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "WEBP"
    return "AVIF" if data[4:8] == b"ftyp" and data[8:12] in (b"avif", b"avis", b"mif1", b"msf1") else None


def slim(kind: str, data: bytes) -> Slim:
    """Cut off what the pixels of a file do not need.

    Args:
        kind: its format, as ``sniff`` tells it.
        data: the file.
    Returns:
        The file as a decoder should read it. WebP and most kinds of BMP are left as they are, because
        their decoders skip the rest.
    Raises:
        ValueError, IndexError, struct.error: damaged, or made of more parts than any camera or program writes.
    """
    cutters = {"JPEG": _jpeg, "PNG": _png, "GIF": _gif, "TIFF": _tiff, "AVIF": _avif, "BMP": _bmp}
    return cutters[kind](data) if kind in cutters else Slim(kind, data)


def _jpeg(data: bytes) -> Slim:
    kept, exif, place = [data[:2]], b"", 2
    for _ in range(MAX_PARTS):
        marker = jpeg_scans.MARKER.search(data, place)
        if marker is None:
            break
        kind, place = marker[1][0], marker.end()
        if kind == 0xDA:
            scans, complete = jpeg_scans.count(data, marker.start(), jpeg_scans.frame(kept))
            kept.append(data[marker.start() :])
            if not complete:
                kept.append(jpeg_scans.END)
            clean, resolution = b"".join(kept), tags.resolution(exif)
            return Slim("JPEG", clean, tags.orientation(exif), scans, resolution=resolution, complete=complete)
        if kind in (0x01, 0xD8, 0xD9):
            continue
        end = place + int.from_bytes(data[place : place + 2], "big")
        body = data[place + 2 : end]
        if kind == 0xE1 and body.startswith(b"Exif\0\0"):
            exif = exif or body
        elif not (0xE0 <= kind <= 0xEF or kind == 0xFE) or body.startswith((b"JFIF\0", b"ICC_PROFILE\0", b"Adobe")):
            kept.append(data[marker.start() : end])
        place = end
    raise ValueError("a JPEG without pixels, or of too many segments")


def _png(data: bytes) -> Slim:
    kept, exif, place = [data[:8]], b"", 8
    colours: dict[bytes, bytes] = {}
    for _ in range(MAX_PARTS + len(data) // 512):
        name = data[place + 4 : place + 8]
        end = place + 12 + int.from_bytes(data[place : place + 4], "big")
        if name == b"eXIf":
            exif = data[place + 8 : end - 4]
        elif name in _PNG_NEEDED or (name == b"pHYs" and end == place + 21 and _is_sound(data[place:end])):
            kept.append(data[place:end])
        elif name == b"tRNS" and _is_sound(data[place:end]):
            kept.append(_transparency(kept[1], data[place:end]))
        elif name not in colours and kept[-1][4:8] != b"IDAT" and _is_on_colours(name, data[place:end]):
            colours[name] = data[place:end]
        if name == b"IEND" or end >= len(data):
            return _png_of(kept, colours, exif)
        place = end
    raise ValueError("a PNG of too many chunks")


def _is_on_colours(name: bytes, chunk: bytes) -> bool:
    """Tell whether a chunk is a sound one on colours; as for browsers, one that is not is not there."""
    if name != b"iCCP" and png_colours.LENGTHS.get(name) != len(chunk) - 12:
        return False
    if not _is_sound(chunk):
        return False
    return _is_a_profile(chunk[8:-4]) if name == b"iCCP" else name != b"sRGB" or chunk[8] in _SRGB_INTENTS


def _is_sound(chunk: bytes) -> bool:
    return zlib.crc32(chunk[4:-4]) == int.from_bytes(chunk[-4:], "big")


def _transparency(header: bytes, chunk: bytes) -> bytes:
    """Say which grey or colour is transparent in the 8 bits that a decoder makes of fewer or more."""
    bits, colour = header[16], header[17]
    if (bits, colour) not in _PNG_SCALED:
        return chunk
    values = [int.from_bytes(chunk[at : at + 2], "big") for at in range(8, len(chunk) - 4, 2)]
    scaled = [value >> 8 if bits == _PNG_DEEP else value % 2**bits * (255 // (2**bits - 1)) for value in values]
    body = b"tRNS" + b"".join(value.to_bytes(2, "big") for value in scaled)
    return len(body[4:]).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")


def _png_of(kept: list[bytes], colours: dict[bytes, bytes], exif: bytes) -> Slim:
    """Put a PNG together whose only chunk on colours is the profile that counts, if there is one."""
    grey = kept[1][17] in _PNG_GREY
    profile = png_colours.profile({name: chunk[8:-4] for name, chunk in colours.items()}, grey=grey)
    if profile is None and b"iCCP" in colours:
        kept.insert(2, colours[b"iCCP"])
    described, turned, resolution = b"".join(colours.values()), tags.orientation(exif), tags.resolution(exif)
    return Slim("PNG", b"".join(kept), turned, profile=profile, chunks=described, resolution=resolution)


def _is_a_profile(packed: bytes) -> bool:
    inflater = zlib.decompressobj()
    try:
        profile = inflater.decompress(packed.partition(b"\0")[2][1:], _MAX_PROFILE_PNG)
    except zlib.error:
        return False
    return inflater.eof and profile[36:40] == b"acsp"


def _gif(data: bytes) -> Slim:
    place = 13 + _gif_palette(data[10])
    kept = [data[:place]]
    for _ in range(MAX_PARTS):
        start, kind = place, data[place]
        if kind == 0x2C:
            place = _after_blocks(data, place + 11 + _gif_palette(data[place + 9]))
            return Slim("GIF", b"".join([*kept, data[start:place], b";"]))
        place += 1
        if kind == 0x21:
            place = _after_blocks(data, start + 2)
            if data[start + 1] == 0xF9:
                kept.append(data[start:place])
    raise ValueError("a GIF of too many extensions")


def _gif_palette(flags: int) -> int:
    return 6 << (flags & 7) if flags & 0x80 else 0


def _after_blocks(data: bytes, place: int) -> int:
    """Return where a chain of blocks ends, each of which begins with its length; the last has length 0."""
    for _ in range(MAX_PARTS + len(data) // 64):
        if place >= len(data) or data[place] == 0:
            return place + 1
        place += 1 + data[place]
    raise ValueError("a GIF of too many blocks")


def _bmp(data: bytes) -> Slim:
    return Slim("BMP", bmp.simplified(data))


def _tiff(data: bytes) -> Slim:
    """Leave one picture with the tags that its pixels need."""
    order, kept = tags.byte_order(data), {}
    for tag, kind, number, entry in tags.entries(data):
        if tag not in _TIFF_NEEDED or tag in kept or (tag == _TIFF_PROFILE and number > MAX_PROFILE):
            continue
        if tag != _TIFF_PROFILE and number > _MAX_VALUES:
            raise ValueError("a TIFF tag of too many values")
        if tag in _TIFF_TILE and not (
            number == 1 and kind in (tags.SHORT, tags.LONG) and tags.whole_number(kind, entry, order) <= _MAX_TILE
        ):
            raise ValueError("a TIFF of tiles that are larger than any picture")
        kept[tag] = entry
    data, kept = tiff_planes.interleaved(data, kept) or (data, kept)
    if tiff_kinds.is_scrambled(data, kept):
        raise ValueError("a TIFF of a kind that is not decoded as it is")
    start = int.from_bytes(data[4:8], order)
    directory = len(kept).to_bytes(2, order) + b"".join(kept.values()) + bytes(4)
    clean = data[:start] + directory + data[start + len(directory) :]
    return Slim("TIFF", clean, tags.orientation(data), resolution=tags.resolution(data))


def _avif(data: bytes) -> Slim:
    """Rename the EXIF data, which decoders then skip; an AVIF says in other boxes how it is turned."""
    kept, place, profile = [], 0, None
    for _ in range(MAX_PARTS):
        size, name = int.from_bytes(data[place : place + 4], "big"), data[place + 4 : place + 8]
        if size == 1:
            size = int.from_bytes(data[place + 8 : place + 16], "big")
        end = place + size if size else len(data)
        if end < place + 8:
            break
        box = data[place:end]
        profile = profile or (_avif_profile(box) if name == b"meta" else None)
        kept.append(box if name == b"mdat" else box.replace(b"Exif", b"none"))
        if end >= len(data):
            return Slim("AVIF", b"".join(kept), profile=profile)
        place = end
    raise ValueError("an AVIF with a box of no size, or of too many boxes")


def _avif_profile(meta: bytes) -> bytes | None:
    """Write the profile for an AVIF that says its colours in code points; where it holds a profile, that counts."""
    place = meta.find(b"colrnclx") + 8
    if place < 8 or b"colrprof" in meta or b"colrrICC" in meta:
        return None
    points = meta[place : place + 4]
    primaries, transfer = int.from_bytes(points[:2], "big"), int.from_bytes(points[2:], "big")
    # As for browsers, which show the curves of video in a picture as sRGB.
    return cicp.profile(primaries, cicp.SRGB if transfer in cicp.VIDEO else transfer)
