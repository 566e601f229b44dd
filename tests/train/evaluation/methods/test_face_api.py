"""Reading a TensorFlow.js model, without the published one: what is read here is made up."""

from __future__ import annotations

import hashlib
import json

import pytest
import torch

from tests.support import npm
from train.evaluation.methods import face_api


def _published(generator):
    """Weights as the package has them, of the published shapes: filters 0.01 x noise, then a scale of 2 and a shift."""
    widths = {32: 3, 64: 4, 128: 3, 256: 3}
    shapes = {"conv32_down": (7, 7, 3, 32)}
    inputs = 32
    for width in widths:
        names = [name for name in face_api.BLOCKS if name.startswith(f"conv{width}_")]
        for name in names:
            shapes |= {f"{name}/conv1": (3, 3, inputs, width), f"{name}/conv2": (3, 3, width, width)}
            inputs = width
    found = {"fc": torch.randn(256, 128, generator=generator)}
    for name, shape in shapes.items():
        found[f"{name}/conv/filters"] = 0.01 * torch.randn(shape, generator=generator)
        found[f"{name}/conv/bias"] = torch.full(shape[-1:], 0.5)
        found[f"{name}/scale/weights"] = torch.full(shape[-1:], 2.0)
        found[f"{name}/scale/biases"] = torch.full(shape[-1:], -0.25)
    return found


@pytest.fixture
def package(tmp_path, generator, monkeypatch):
    """A package like the published one, with made-up weights of 32 bits, and its digests in place of that one's."""
    tensors = _published(generator())
    files = {
        face_api.WEIGHTS: b"".join(tensor.numpy().astype("<f4").tobytes() for tensor in tensors.values()),
        face_api.MANIFEST: json.dumps(
            [{"weights": [{"name": name, "shape": list(tensor.shape)} for name, tensor in tensors.items()]}]
        ).encode(),
    }
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    monkeypatch.setattr(face_api, "SHA256", digests)
    return npm.pack(tmp_path / "face-api.tgz", files), tensors


def test_a_scale_after_a_convolution_is_folded_into_it(package):
    path, tensors = package
    descriptor = face_api.read(path)
    weights = descriptor.state_dict()
    filters = tensors["conv64_down/conv1/conv/filters"]
    torch.testing.assert_close(weights["blocks.3.first.weight"][5, 7, 0, 2], 2 * filters[0, 2, 7, 5])
    assert weights["look.bias"].tolist() == [2 * 0.5 - 0.25] * 32
    torch.testing.assert_close(weights["tell.weight"], tensors["fc"].T)


def test_what_is_read_describes_faces(package, faces):
    assert torch.isfinite(face_api.read(package[0]).embed(faces)).all()
