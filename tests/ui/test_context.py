import pytest
import torch

from facevae.ui.photo.current import current_face


def test_equal_pixels_have_equal_keys_and_others_do_not():
    pixels = torch.rand(1, 3, 16, 16)
    other = pixels.clone()
    other[0, 0, 0, 0] = 1 - other[0, 0, 0, 0]
    assert current_face(pixels, "One") == current_face(pixels.clone(), "One")
    assert current_face(pixels, "One").key != current_face(other, "One").key


def test_a_face_can_be_a_cache_key():
    pixels = torch.rand(1, 3, 16, 16)
    assert len({current_face(pixels, "One"), current_face(pixels.clone(), "One")}) == 1


@pytest.mark.parametrize(
    ("pixels", "message"), [(torch.zeros(2, 3, 8, 8), "2 faces"), (torch.ones(1, 3, 8, 8) * 2, "1")]
)
def test_anything_but_one_face_is_refused(pixels, message):
    with pytest.raises(ValueError, match=message):
        current_face(pixels, "Bad")
