"""Read picture files from an archive, a folder or the Hugging Face Hub, one after another and without unpacking."""

from __future__ import annotations

import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from facevae.checkpoints import hub
from train import TrainError

HUB_ID = "py97/UTKFace-Cropped"
HUB_FILE = "UTKFace.tar.gz"

MAX_BYTES = 32 * 2**20
"""Largest file that is read; a UTKFace picture has about 5 kB, an uncropped one a few MB."""

SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".bmp"})

_DAMAGED = (tarfile.TarError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError)
_LOCKED = (RuntimeError, NotImplementedError)

File = tuple[str, bytes | None]
"""File name without folders, and content; None where the file is no picture by its name, or too large for one."""


def from_archive(path: Path) -> Iterator[File]:
    """Read the files in a .tar, .tar.gz, .tar.bz2, .tar.xz or .zip; which of them is told from the content.

    Args:
        path: the archive.
    Yields:
        Every file that is not hidden, in the archive's order.
    Raises:
        TrainError: no such file, no archive, or one that is damaged or cut off.
    """
    if not path.is_file():
        raise TrainError(f"There is no archive {path}.")
    try:
        yield from _from_zip(path) if zipfile.is_zipfile(path) else _from_tar(path)
    except (*_DAMAGED, OSError) as error:
        raise TrainError(
            f"{path} cannot be read to its end: it is damaged, cut off, or no .tar, .tar.gz or .zip archive."
        ) from error


def from_folder(path: Path) -> Iterator[File]:
    """Read the files in a folder and the folders inside it.

    Args:
        path: the folder.
    Yields:
        Every file that is not hidden, in the order of their paths.
    Raises:
        TrainError: no such folder, or a file that cannot be read.
    """
    if not path.is_dir():
        raise TrainError(f"There is no folder {path}.")
    for file in sorted(path.rglob("*")):
        if file.is_file() and not _hidden(file.relative_to(path).as_posix()):
            try:
                yield file.name, file.read_bytes() if _wanted(file.name, file.stat().st_size) else None
            except OSError as error:
                raise TrainError(f"{file} cannot be read: {error.strerror}.") from error


def from_hub(repo: str = HUB_ID) -> Iterator[File]:
    """Fetch ``HUB_FILE`` of a data set on the Hugging Face Hub, once, and read it.

    Args:
        repo: data set, ``owner/name``.
    Yields:
        As ``from_archive``.
    Raises:
        TrainError: it cannot be fetched, or is damaged.
    """
    from huggingface_hub import hf_hub_download

    try:
        path = hf_hub_download(repo, HUB_FILE, repo_type="dataset")
    except Exception as error:  # not found, no network, no disk, a malformed name: each has its own family
        reason = hub.reason(error)
        raise TrainError(f"{HUB_FILE} of {repo} could not be fetched from the Hugging Face Hub: {reason}.") from error
    yield from from_archive(Path(path))


def _from_tar(path: Path) -> Iterator[File]:
    with tarfile.open(path) as archive:
        for member in archive:
            if member.isfile() and not _hidden(member.name):
                content = archive.extractfile(member) if _wanted(member.name, member.size) else None
                yield PurePosixPath(member.name).name, content.read() if content else None
        # An archive ends in zeros. Where a header should be, tarfile takes a cut or any rubbish for the end, too.
        archive.fileobj.seek(archive.offset)
        if archive.fileobj.read(tarfile.BLOCKSIZE) != bytes(tarfile.BLOCKSIZE):
            raise tarfile.ReadError("no end of archive")
        while archive.fileobj.read(2**20):
            pass  # what is packed has its checksum at the very end


def _from_zip(path: Path) -> Iterator[File]:
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            if not member.is_dir() and not _hidden(member.filename):
                wanted = _wanted(member.filename, member.file_size)
                try:
                    yield PurePosixPath(member.filename).name, archive.read(member) if wanted else None
                except _LOCKED as error:
                    raise TrainError(f"{path} is locked by a password or packed in a way unknown here.") from error


def _hidden(path: str) -> bool:
    parts = PurePosixPath(path).parts
    return any(part.startswith(".") or part == "__MACOSX" for part in parts)


def _wanted(name: str, size: int) -> bool:
    return PurePosixPath(name).suffix.lower() in SUFFIXES and 0 < size <= MAX_BYTES
