from facevae.ui.photo import header
from facevae.ui.photo.current import current_face


def test_the_header_names_the_face_and_says_nothing_else_about_it(face):
    html = header.caption(current_face(face.pixels, "<Ann>", "A hint."))
    assert "&lt;Ann&gt;" in html
    assert "A hint." in html
    assert "<Ann>" not in html
