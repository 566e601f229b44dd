import base64

import pytest
import torch

from facevae import photos
from facevae.ui.components.encoding import data_uri
from facevae.ui.components.pictures import Picture, scores, strip


def read(uri: str, size: int) -> torch.Tensor:
    return photos.to_faces(photos.open(base64.b64decode(uri.removeprefix("data:image/jpeg;base64,"))), size)


def test_a_picture_on_the_screen_is_the_face_enlarged(face):
    size = face.pixels.shape[-1]
    shown = read(data_uri(face.pixels, 4 * size), size)
    assert (shown - face.pixels).abs().mean() < 0.02


def test_every_picture_has_words_for_who_cannot_see_it(face):
    html = strip([Picture(face.pixels, "First", "PSNR 3"), Picture(face.pixels, "Second", kind="model")])
    assert 'alt="First. PSNR 3"' in html
    assert html.count("<img") == html.count("<figcaption>") == 2
    assert html.index("fv-photo") < html.index("fv-model")


def test_an_empty_box_has_no_picture_and_keeps_its_caption():
    html = strip([Picture(None, "Soon")])
    assert "<img" not in html
    assert "Soon" in html


def test_words_cannot_become_html(face):
    html = strip([Picture(face.pixels, '<b>"x"', "<i>", badge="<u>")])
    assert not any(tag in html for tag in ("<b>", "<i>", "<u>", 'alt="<'))


@pytest.mark.parametrize(
    ("psnr", "ssim", "expected"),
    [
        (23.456, 0.789, "PSNR 23.5 dB, SSIM 0.79"),
        (float("inf"), 1.0, "Exactly the original"),
        (80.0, 1.0, "Exactly the original"),
    ],
)
def test_scores_as_words(psnr, ssim, expected):
    assert scores(psnr, ssim) == expected


def test_scores_of_both_ends_of_the_dial():
    assert scores(25.04, 0.5, ("faithful", 26.0, 0.771)) == ("PSNR 25.0 dB, SSIM 0.50 (faithful: 26.0\u00a0dB, 0.77)")
    assert scores(float("inf"), 1.0, ("faithful", 26.0, 0.771)) == "Exactly the original"
