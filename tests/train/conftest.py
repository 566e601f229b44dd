"""Pictures and archives to prepare, made from seeded noise."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from scipy.ndimage import gaussian_filter


@pytest.fixture
def make_picture() -> Callable[..., Image.Image]:
    """Return a function that makes an RGB picture of soft noise; two seeds have nothing in common."""

    def make(seed: int = 0, size: int = 96) -> Image.Image:
        noise = np.random.default_rng(seed).normal(size=(size, size, 3))
        soft = gaussian_filter(noise, (size / 20, size / 20, 0))
        return Image.fromarray((128 + 50 * soft / soft.std()).clip(0, 255).astype(np.uint8))

    return make


@pytest.fixture
def make_jpeg(make_picture) -> Callable[..., bytes]:
    """Return a function that makes a JPEG file of such a picture."""

    def make(seed: int = 0, size: int = 96, quality: int = 95) -> bytes:
        file = io.BytesIO()
        make_picture(seed, size).save(file, "JPEG", quality=quality)
        return file.getvalue()

    return make


@pytest.fixture
def pack(tmp_path) -> Callable[[dict[str, bytes], str], Path]:
    """Return a function that puts files, path -> content, into a new archive or folder of the kind asked for."""

    def make(files: dict[str, bytes], kind: str) -> Path:
        path = tmp_path / f"faces.{kind}"
        if kind == "folder":
            for name, data in files.items():
                (path / name).parent.mkdir(parents=True, exist_ok=True)
                (path / name).write_bytes(data)
            path.mkdir(exist_ok=True)
        elif kind == "zip":
            with zipfile.ZipFile(path, "w") as archive:
                for name, data in files.items():
                    archive.writestr(name, data)
        else:
            with tarfile.open(path, f"w:{kind.removeprefix('tar').lstrip('.')}") as archive:
                for name, data in files.items():
                    member = tarfile.TarInfo(name)
                    member.size = len(data)
                    archive.addfile(member, io.BytesIO(data))
        return path

    return make
