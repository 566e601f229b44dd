"""Decode and square picture files, each once, however many byte-identical copies of it there are."""

from __future__ import annotations

import hashlib
import io
import itertools
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
from PIL import Image
from tqdm import tqdm

from facevae import photos
from train import TrainError
from train.data import duplicates, sources

_BATCH = 256


@dataclass(frozen=True)
class Picture:
    """One picture.

    Attributes:
        names: file names of all its byte-identical copies.
        digest: SHA-256 of the file.
        thumbnail: what ``duplicates.thumbnail`` makes of it.
        images: side in pixels -> the square of that size as WebP.
    """

    names: list[str]
    digest: bytes
    thumbnail: np.ndarray
    images: dict[int, bytes]

    @property
    def name(self) -> str:
        return min(self.names)


@dataclass
class Found:
    """What a source held.

    Attributes:
        faces: each picture once, in the order of the digests.
        files: how many files there were.
        no_pictures: names of the files that are no picture by their name, empty, or too large.
        undecodable: names of those that call themselves pictures and cannot be decoded.
    """

    faces: list[Picture] = field(default_factory=list)
    files: int = 0
    no_pictures: list[str] = field(default_factory=list)
    undecodable: list[str] = field(default_factory=list)


def collect(files: Iterable[sources.File], sizes: Sequence[int], quality: int, *, progress: bool = False) -> Found:
    """Decode, square and encode every picture.

    Args:
        files: names and contents, in any order.
        sizes: sides in pixels of the squares to encode.
        quality: WebP quality, 1 to 100.
        progress: show a progress bar.
    Returns:
        The faces, and what was left out.
    Raises:
        TrainError: there is no picture at all.
    """
    found, names = Found(), {}
    unique = _unique(files, found, names)
    with ThreadPoolExecutor() as pool, tqdm(desc="Pictures", unit="", disable=not progress) as bar:
        while batch := list(itertools.islice(unique, _BATCH)):
            encoded = pool.map(lambda item: _encode(item[1], sizes, quality), batch)
            for (digest, _), parts in zip(batch, encoded, strict=True):
                if parts is not None:
                    found.faces.append(Picture(names[digest], digest, *parts))
            bar.update(len(batch))
    for digest in names.keys() - {face.digest for face in found.faces}:
        found.undecodable += names[digest]
    if not found.faces:
        raise TrainError(f"No readable picture was found ({found.files} files were looked at).")
    found.faces.sort(key=lambda face: face.digest)
    return found


def _unique(
    files: Iterable[sources.File], found: Found, names: dict[bytes, list[str]]
) -> Iterator[tuple[bytes, bytes]]:
    """Yield digest and content of each picture at its first copy; note the names of all copies in ``names``."""
    for name, data in files:
        found.files += 1
        if data is None:
            found.no_pictures.append(name)
            continue
        digest = hashlib.sha256(data).digest()
        if digest in names:
            names[digest].append(name)
        else:
            names[digest] = [name]
            yield digest, data


def _encode(data: bytes, sizes: Sequence[int], quality: int) -> tuple[np.ndarray, dict[int, bytes]] | None:
    try:
        photo = photos.open(data)
    except photos.PhotoError:
        return None
    return duplicates.thumbnail(photo), {size: _webp(photos.square(photo, size), quality) for size in sizes}


def _webp(photo: Image.Image, quality: int) -> bytes:
    file = io.BytesIO()
    photo.save(file, "WEBP", quality=quality, method=4)
    return file.getvalue()
