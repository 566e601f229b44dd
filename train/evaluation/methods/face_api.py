"""dlib's face descriptor as the npm package @vladmandic/face-api carries it: weights of 8 bits, for TensorFlow.js."""

from __future__ import annotations

import json
from pathlib import Path

from torch import Tensor

from train.evaluation.methods.identity import FaceDescriptor
from train.evaluation.methods.tensorflow_js import tensors, unpack

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
    files = unpack(path, PACKAGE, SHA256)
    descriptor = FaceDescriptor()
    _fill(descriptor, tensors(files[WEIGHTS], json.loads(files[MANIFEST])))
    return descriptor


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
