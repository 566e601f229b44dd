"""HSE-FaceRes out of its package, without the published one: the weights here are made up, of a quarter the width."""

from __future__ import annotations

import hashlib
import json

import torch

from tests.support import npm
from train.evaluation.methods import age_reader, human_models

WIDTH = 8


def _published(generator):
    """Weights as the package has them, channels last, every scale 2."""
    channels = [1, 2, 4, 4, 8, 8, *[16] * 6, 32, 32]
    found = {"conv1/convolution/merged_input": torch.randn(3, 3, 3, WIDTH, generator=generator)}
    found["conv1_bn/batchnorm_1/sub"] = torch.zeros(WIDTH)
    for block in range(1, 14):
        inputs, outputs = WIDTH * channels[block - 1], WIDTH * channels[block]
        found |= {
            f"conv_dw_{block}/depthwise_kernel": torch.randn(3, 3, inputs, 1, generator=generator),
            f"conv_dw_{block}_bn/batchnorm_1/mul": torch.full((inputs,), 2.0),
            f"conv_dw_{block}_bn/batchnorm_1/sub": torch.full((inputs,), 0.25),
            f"conv_pw_{block}/convolution/merged_input": torch.randn(1, 1, inputs, outputs, generator=generator),
            f"conv_pw_{block}_bn/batchnorm_1/sub": torch.zeros(outputs),
        }
    inputs = 32 * WIDTH
    for name, outputs in (("feats", age_reader.HIDDEN), ("age_pred", age_reader.AGES), ("gender_pred", 1)):
        found[f"{name}/kernel"] = torch.randn(inputs, outputs, generator=generator)
        found[f"{name}/bias"] = torch.zeros(outputs)
        inputs = age_reader.HIDDEN
    return found


def test_scales_are_folded_into_the_convolutions_before_them(generator):
    published = _published(generator())
    found = human_models.translate(published)
    kernel = published["conv_dw_1/depthwise_kernel"]
    torch.testing.assert_close(found["look.2.weight"][5, 0, 1, 2], 2 * kernel[1, 2, 5, 0])
    assert found["look.2.bias"].tolist() == [0.25] * WIDTH
    torch.testing.assert_close(
        found["look.4.weight"][9, 3, 0, 0], published["conv_pw_1/convolution/merged_input"][0, 0, 3, 9]
    )
    torch.testing.assert_close(found["age.weight"], published["age_pred/kernel"].T)
    age_reader.AgeReader(WIDTH).load_state_dict(found)  # each weight has its place, and each place a weight


def test_a_package_becomes_a_reader(generator, monkeypatch, tmp_path, faces):
    published = _published(generator())
    halved = {"dtype": "float16", "original_dtype": "float32"}
    weights = [
        {"name": name, "shape": list(value.shape), "dtype": "float32", "quantization": halved}
        for name, value in published.items()
    ]
    files = {
        human_models.WEIGHTS: b"".join(value.numpy().astype("<f2").tobytes() for value in published.values()),
        human_models.GRAPH: json.dumps({"weightsManifest": [{"weights": weights}]}).encode(),
    }
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    monkeypatch.setattr(human_models, "SHA256", digests)
    monkeypatch.setattr(human_models, "AgeReader", lambda: age_reader.AgeReader(WIDTH))
    reader = human_models.read_faceres(npm.pack(tmp_path / "human-models.tgz", files))
    torch.testing.assert_close(reader.gender.weight[0], published["gender_pred/kernel"][:, 0].half().float())
    assert torch.isfinite(reader.read(faces).age).all()
