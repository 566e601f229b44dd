"""The kinds of TIFF that Pillow decodes without complaint, and not as they are."""

from __future__ import annotations

from collections.abc import Mapping

from facevae.photos import exif as tags

_BITS, _COMPRESSION, _PHOTOMETRIC, _SAMPLES, _PLANES, _FORMAT = 258, 259, 262, 277, 284, 339
_UNCOMPRESSED, _WHITE_IS_ZERO, _SEPARATE = 1, 0, 2
_UNSIGNED, _SIGNED = 1, 2


def is_scrambled(data: bytes, entries: Mapping[int, bytes]) -> bool:
    """Tell whether a TIFF is of a kind that comes out as something else.

    Args:
        data: the file.
        entries: of its directory, 12 bytes each, by tag.
    Returns:
        True for more than 8 bits a colour in separate planes without compression; for grey and alpha in separate
        planes; for white that is 0 in more than 8 bits; for 12 bits; for bytes with a sign; and for numbers with a
        sign or real ones that are compressed and begin with their high byte.
    """

    def first(tag: int, default: int) -> int:
        return tags.whole_numbers(data, entries[tag])[0] if tag in entries else default

    bits, kind, separate = first(_BITS, 1), first(_FORMAT, _UNSIGNED), first(_PLANES, 1) == _SEPARATE
    compressed = first(_COMPRESSION, _UNCOMPRESSED) != _UNCOMPRESSED
    return (
        (separate and bits != 8 and not compressed)
        or (separate and first(_SAMPLES, 1) == 2)
        or (bits > 8 and first(_PHOTOMETRIC, _WHITE_IS_ZERO) == _WHITE_IS_ZERO)
        or bits == 12
        or (bits == 8 and kind == _SIGNED)
        or (kind != _UNSIGNED and compressed and tags.byte_order(data) == "big")
    )
