"""Where the faces come from that a model is measured on."""

from __future__ import annotations

import pytest
import torch

from tests.support.pictures import saved
from train import TrainError
from train.evaluation.harness import heldout_faces


def test_an_archive_a_folder_and_prepared_faces_are_the_same_faces(prepare, pack, pictures):
    files = {f"{number}.png": data for number, data in enumerate(pictures[4:])}
    files |= {"broken.jpg": b"nothing", "notes.txt": b"about"}
    prepared = heldout_faces.load(prepare(), 32)
    for kind in ("tar", "tar.gz", "zip", "folder"):
        assert torch.equal(heldout_faces.load(pack(files, kind), 32).faces, prepared.faces)


def test_the_limit_takes_the_first_faces(prepare, pack, pictures):
    assert torch.equal(heldout_faces.load(prepare(), 32, 2).faces, heldout_faces.load(prepare(), 32).faces[:2])
    archive = pack({f"{number}.png": data for number, data in enumerate(pictures)}, "zip")
    assert len(heldout_faces.load(archive, 32, 2).faces) == 2


def test_pictures_of_another_size_become_squares(pack, make_picture):
    wide = saved(make_picture(0, 96).crop((0, 0, 96, 60)), "PNG")
    assert heldout_faces.load(pack({"1_0_0_1.png": wide}, "zip"), 32).faces.shape == (1, 3, 32, 32)


def test_the_mean_face_is_that_of_the_training_faces(prepare, tiny_model, make_faces):
    mean, words = heldout_faces.load(prepare(), 32).mean_face(tiny_model)
    torch.testing.assert_close(mean, make_faces(7)[:3].mean(0, keepdim=True), rtol=0, atol=0.5 / 255)
    assert words == "mean of 3 training faces"


def test_without_training_faces_the_mean_face_is_the_models(prepare, pack, pictures, tiny_model):
    only_test = heldout_faces.load(prepare(splits=["test"] * 7), 32)
    mean, words = only_test.mean_face(tiny_model)
    assert torch.equal(mean, tiny_model.decode(torch.zeros(1, 4)))
    assert words == heldout_faces.load(pack({"a.png": pictures[0]}, "zip"), 32).mean_face(tiny_model)[1]


@pytest.mark.parametrize("kind", ["folder", "zip", "tar"])
def test_a_source_without_pictures_is_one_sentence(pack, kind):
    with pytest.raises(TrainError, match="no picture"):
        heldout_faces.load(pack({"notes.txt": b"about"}, kind), 32)


def test_labels_and_copies_are_read_from_a_folder_of_utkface_s_names(pack, pictures):
    names = ("26_1_2_2017.jpg.chip.jpg", "26_1_3_2018.jpg", "nobody.png")
    files = dict(zip(names, (pictures[0], pictures[0], pictures[1]), strict=True))
    found = heldout_faces.load(pack(files, "folder"), 32).test
    assert found.names == names
    assert found.age[:2].tolist() == [26, 26]
    assert found.age[2].isnan()
    assert (found.gender.tolist(), found.ethnicity.tolist()) == ([1, 1, -1], [2, 3, -1])
    assert found.groups.tolist() == [0, 0, 1]
    unnamed = pack({"a.png": pictures[0]}, "zip")
    assert heldout_faces.load(unnamed, 32).test is None
