import pytest
import torch
from PIL import Image

from facevae.ui import header
from facevae.ui.examples import INVENTED, invented, portraits
from facevae.ui.state import current_face


def test_a_photo_becomes_a_face_of_the_models_size(tmp_path):
    path = tmp_path / "photo.png"
    Image.new("RGB", (60, 40), (255, 0, 0)).save(path)
    face = header.read_photo(str(path), 32)
    assert face.pixels.shape == (1, 3, 32, 32)
    assert torch.equal(face.pixels[0, :, 5, 5], torch.tensor([1.0, 0.0, 0.0]))
    assert face.hint == header.HINT


def test_a_file_that_is_no_photo_is_refused_in_one_sentence(tmp_path):
    path = tmp_path / "empty.png"
    path.write_bytes(b"")
    with pytest.warns(UserWarning, match="empty"):
        assert header.read_photo(str(path), 32) is None


def test_taking_the_photo_away_keeps_the_face():
    assert header.read_photo(None, 32) is None


def test_the_header_names_the_face_and_says_nothing_else_about_it(face):
    html = header.describe(current_face(face.pixels, "<Ann>", "A hint."))
    assert "&lt;Ann&gt;" in html
    assert "A hint." in html
    assert "<Ann>" not in html


def test_every_example_is_a_button_with_its_name(face):
    html = header.choices([current_face(face.pixels, "Ann"), current_face(face.pixels, "Bob")])
    assert html.count("<button") == 2
    assert 'data-index="1" aria-label="Use Bob"' in html


def test_portraits_come_at_the_models_size(model):
    faces = portraits(model)
    assert [face.name for face in faces] == ["Astronaut"]
    assert faces[0].pixels.shape[-1] == model.image_size


def test_a_seed_always_invents_the_same_face(model):
    first, again, other = (invented(model, seed) for seed in (INVENTED[0], INVENTED[0], INVENTED[1]))
    assert first == again
    assert first.key != other.key
