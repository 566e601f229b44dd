from facevae.ui.photo import header
from facevae.ui.photo.current import current_face


def test_the_header_names_the_face_and_says_nothing_else_about_it(face):
    html = header.describe(current_face(face.pixels, "<Ann>", "A hint."))
    assert "&lt;Ann&gt;" in html
    assert "A hint." in html
    assert "<Ann>" not in html


def test_every_example_is_a_button_with_its_name_and_source(face):
    html = header.choices([current_face(face.pixels, "Ann", "Photo: <NASA>."), current_face(face.pixels, "Bob")])
    assert html.count("<button") == 2
    assert 'data-index="0" aria-label="Use Ann" title="Ann: Photo: &lt;NASA&gt;."' in html
    assert 'data-index="1" aria-label="Use Bob" title="Bob"' in html
