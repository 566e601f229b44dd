"""The old print among the app's examples can be made again."""

from __future__ import annotations

import torch

from facevae import align, photos
from facevae.restore.scratch_repair import mark_face
from train import __main__ as program
from train.commands import oldprint


def test_the_example_is_what_the_command_makes(tmp_path, capsys):
    assert program.main(["oldprint", "--out", str(tmp_path / "print.webp")]) == 0
    assert "print.webp" in capsys.readouterr().out
    made, example = (
        photos.to_tensor(photos.open(path)) for path in (tmp_path / "print.webp", oldprint.EXAMPLES / oldprint.PRINT)
    )
    # Other libraries may round and compress differently.
    assert (made - example).abs().mean() < 0.01


def test_the_face_of_the_example_is_found_and_so_are_its_scratches():
    photo = photos.open(oldprint.EXAMPLES / oldprint.PRINT)
    (face,) = align.find(photo)
    assert face.sure
    marked = mark_face(photo, face, 128, automatic=True)
    assert 0.03 < marked.mask.mean() < 0.2
    assert torch.count_nonzero(marked.mask.amax((0, 1, 3))) > 0.9 * marked.mask.shape[2]


def test_what_is_no_photo_is_told(tmp_path, capsys):
    (tmp_path / "page.html").write_text("<html></html>")
    arguments = ["oldprint", "--portrait", str(tmp_path / "page.html"), "--out", str(tmp_path / "print.webp")]
    assert program.main(arguments) == 1
    assert "page.html" in capsys.readouterr().err
    assert not (tmp_path / "print.webp").exists()
