import math

import pytest
import torch
from skimage.metrics import structural_similarity

from facevae import metrics
from facevae.damage import half

MEASURES = (metrics.psnr, metrics.ssim)


def _left(size: int) -> torch.Tensor:
    return half(size, "left")


def test_psnr_of_a_known_error_is_what_the_formula_gives():
    black = torch.zeros(2, 3, 16, 16)
    off = torch.stack([torch.full((3, 16, 16), 0.1), torch.full((3, 16, 16), 0.01)])
    assert metrics.psnr(black, off).tolist() == pytest.approx([20, 40], abs=1e-4)


def test_psnr_of_equal_faces_is_infinite(faces):
    assert metrics.psnr(faces, faces).tolist() == [math.inf] * 4


def test_psnr_looks_only_where_the_mask_says():
    clean = torch.zeros(1, 3, 16, 16)
    off = clean + 0.1 * _left(16) + 0.5 * (1 - _left(16))
    assert metrics.psnr(clean, off, _left(16)).item() == pytest.approx(20, abs=1e-4)


def test_a_soft_mask_weighs_the_errors():
    clean = torch.zeros(1, 3, 16, 16)
    off = clean + 0.1 * _left(16)
    soft = 0.25 * _left(16) + 0.75 * (1 - _left(16))
    assert metrics.psnr(clean, off, soft).item() == pytest.approx(-10 * math.log10(0.25 * 0.1**2), abs=1e-4)


def test_ssim_of_equal_faces_is_one(faces):
    assert metrics.ssim(faces, faces).tolist() == pytest.approx([1] * 4, abs=1e-6)


def test_ssim_of_two_flat_pictures_is_the_luminance_term():
    dark, light = torch.full((1, 3, 16, 16), 0.2), torch.full((1, 3, 16, 16), 0.6)
    expected = (2 * 0.2 * 0.6 + 0.01**2) / (0.2**2 + 0.6**2 + 0.01**2)
    assert metrics.ssim(dark, light).item() == pytest.approx(expected, abs=1e-4)


def test_ssim_without_a_mask_is_the_published_measure(faces, make_faces):
    others = make_faces(seed=1)
    expected = [
        structural_similarity(
            one.numpy(),
            other.numpy(),
            channel_axis=0,
            data_range=1.0,
            gaussian_weights=True,
            sigma=1.5,
            use_sample_covariance=False,
        )
        for one, other in zip(faces, others, strict=True)
    ]
    assert metrics.ssim(faces, others).tolist() == pytest.approx(expected, abs=1e-5)


def test_ssim_inside_a_mask_ignores_what_its_windows_cannot_see(faces):
    changed = faces.clone()
    changed[..., 16 + 5 :] = 0.5
    assert metrics.ssim(faces, changed, _left(32)).tolist() == pytest.approx([1] * 4, abs=1e-6)
    assert (metrics.ssim(faces, changed, 1 - _left(32)) < 0.9).all()


@pytest.mark.parametrize("measure", MEASURES)
def test_a_full_mask_changes_nothing(measure, faces, make_faces):
    others = make_faces(seed=1)
    full = torch.ones(1, 1, 32, 32)
    assert torch.allclose(measure(faces, others, full), measure(faces, others))


@pytest.mark.parametrize("measure", MEASURES)
def test_more_noise_scores_lower_and_order_does_not_matter(measure, faces, generator):
    noise = torch.randn(faces.shape, generator=generator())
    little, much = (faces + 0.05 * noise).clamp(0, 1), (faces + 0.2 * noise).clamp(0, 1)
    assert (measure(faces, little) > measure(faces, much)).all()
    assert torch.equal(measure(faces, much), measure(much, faces))


@pytest.mark.parametrize("measure", MEASURES)
def test_each_face_is_scored_by_itself_and_an_empty_mask_is_nan(measure, faces, make_faces):
    others = make_faces(seed=1)
    mask = torch.ones(4, 1, 32, 32)
    mask[2] = 0
    scores = measure(faces, others, mask)
    assert scores.dtype == torch.float32
    assert scores.isnan().tolist() == [False, False, True, False]
    assert scores[3] == measure(faces[3:], others[3:])[0]


@pytest.mark.parametrize("measure", MEASURES)
def test_faces_that_do_not_fit_are_refused(measure, faces, make_faces):
    with pytest.raises(ValueError, match="same shape"):
        measure(faces, faces[:2])
    with pytest.raises(ValueError, match=r"^b ranges"):
        measure(faces, faces * 255)
    with pytest.raises(ValueError, match=r"^mask "):
        measure(faces, faces, torch.ones(4, 3, 32, 32))


def test_faces_smaller_than_the_window_are_refused(make_faces):
    with pytest.raises(ValueError, match="10 pixels wide"):
        metrics.ssim(make_faces(size=10), make_faces(size=10))
