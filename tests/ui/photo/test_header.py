from facevae.ui.photo import header
from facevae.ui.photo.current import current_face
from facevae.ui.photo.examples import INVENTED, invented, portraits


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
