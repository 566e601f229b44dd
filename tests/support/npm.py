"""Packages of npm for tests."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Mapping
from pathlib import Path


def pack(path: Path, files: Mapping[str, bytes]) -> Path:
    """Write a .tgz with files as `npm pack` would, and return its path."""
    with tarfile.open(path, "w:gz") as package:
        for name, data in files.items():
            member = tarfile.TarInfo(f"package/model/{name}")
            member.size = len(data)
            package.addfile(member, io.BytesIO(data))
    return path
