import math

import pytest
import torch

from facevae.conventions import check_faces, check_latents, check_mask, check_sigma


def _bad_pictures(channels: int) -> dict[str, object]:
    good = torch.rand(2, channels, 8, 8)
    return {
        "not a tensor": good.numpy(),
        "bytes": (good * 255).to(torch.uint8),
        "double": good.double(),
        "no batch": good[0],
        "empty batch": good[:0],
        "channels": torch.rand(2, channels + 1, 8, 8),
        "not square": good[..., :4],
        "too bright": good + 1,
        "negative": good - 1,
        "nan": good.where(good < 0.5, math.nan),
        "infinite": good.where(good < 0.5, math.inf),
    }


@pytest.mark.parametrize("bad", _bad_pictures(3).values(), ids=_bad_pictures(3))
def test_what_is_no_batch_of_faces_is_refused_by_name(bad):
    with pytest.raises(ValueError, match=r"^portraits "):
        check_faces(bad, name="portraits")


@pytest.mark.parametrize("bad", _bad_pictures(1).values(), ids=_bad_pictures(1))
def test_what_is_no_mask_is_refused_by_name(bad):
    with pytest.raises(ValueError, match=r"^hole "):
        check_mask(bad, torch.rand(2, 3, 8, 8), name="hole")


def test_faces_come_back_untouched(faces):
    assert check_faces(faces) is faces
    assert check_faces(faces, size=faces.shape[-1]) is faces


@pytest.mark.parametrize("value", [-5e-5, 1 + 5e-5])
def test_rounding_errors_of_a_network_are_no_reason_to_refuse(value):
    faces = torch.full((1, 3, 8, 8), value)
    assert check_faces(faces) is faces


def test_another_size_than_the_model_needs_is_refused(faces):
    with pytest.raises(ValueError, match=r"32 pixels wide; expected \(N, 3, 64, 64\)"):
        check_faces(faces, size=64)


def test_one_mask_serves_all_faces(faces):
    mask = torch.rand(1, 1, 32, 32)
    expanded = check_mask(mask, faces)
    assert expanded.shape == (4, 1, 32, 32)
    assert (expanded == mask).all()


def test_masks_of_another_number_or_size_are_refused(faces):
    with pytest.raises(ValueError, match="3 masks for 4 faces"):
        check_mask(torch.rand(3, 1, 32, 32), faces)
    with pytest.raises(ValueError, match="16 pixels wide"):
        check_mask(torch.rand(4, 1, 16, 16), faces)


@pytest.mark.parametrize("sigma", [0, 0.2, 1])
def test_one_noise_level_becomes_one_for_each_face(faces, sigma):
    torch.testing.assert_close(check_sigma(sigma, faces), torch.full((4,), float(sigma)))


def test_noise_levels_of_each_face_come_back(faces):
    levels = torch.tensor([0.0, 0.1, 0.5, 1.0])
    assert torch.equal(check_sigma(levels, faces), levels)


@pytest.mark.parametrize("sigma", [-0.1, 25, math.nan, math.inf])
def test_what_is_no_noise_level_is_refused(faces, sigma):
    for levels in (sigma, torch.tensor([0.1, 0.1, sigma, 0.1])):
        with pytest.raises(ValueError, match="from 0 to 1"):
            check_sigma(levels, faces)


@pytest.mark.parametrize("shape", [(3,), (1,), (4, 1)])
def test_noise_levels_of_another_number_of_faces_are_refused(faces, shape):
    with pytest.raises(ValueError, match="for 4 faces"):
        check_sigma(torch.full(shape, 0.1), faces)


def test_latents_come_back_untouched():
    latents = torch.randn(3, 5)
    assert check_latents(latents, 5) is latents


@pytest.mark.parametrize(
    "bad",
    [torch.randn(3, 4), torch.randn(5), torch.randn(0, 5), torch.randn(3, 5).double(), torch.full((3, 5), math.nan)],
    ids=["dimension", "no batch", "empty batch", "double", "nan"],
)
def test_what_are_no_latents_is_refused_by_name(bad):
    with pytest.raises(ValueError, match=r"^codes "):
        check_latents(bad, 5, name="codes")
