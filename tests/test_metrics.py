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


def _published_map(one, other):
    """SSIM around each pixel of a face as scikit-image has it, averaged over the colours."""
    _, places = structural_similarity(
        one.numpy(),
        other.numpy(),
        channel_axis=0,
        data_range=1.0,
        gaussian_weights=True,
        sigma=1.5,
        use_sample_covariance=False,
        full=True,
    )
    return torch.from_numpy(places).mean(dim=0)


@pytest.fixture(params=["noise", "blobs", "almost equal", "flat"])
def pair(request, make_faces, generator):
    """Two batches of faces, six of 48 pixels: more than are compared at once, and of every kind of contrast."""
    random = generator()
    noise, blobs = torch.rand(6, 3, 48, 48, generator=random), make_faces(6, 48)
    return {
        "noise": (noise, torch.rand(6, 3, 48, 48, generator=random)),
        "blobs": (blobs, make_faces(6, 48, seed=1)),
        "almost equal": (blobs, (blobs + 0.02 * (noise - 0.5)).clamp(0, 1)),
        "flat": (torch.full((6, 3, 48, 48), 0.2), torch.full((6, 3, 48, 48), 0.6)),
    }[request.param]


@pytest.mark.parametrize("masked", [False, True])
def test_ssim_is_the_published_measure(pair, masked, generator):
    one, other = pair
    mask = torch.rand(6, 1, 48, 48, generator=generator(1)) if masked else torch.ones(6, 1, 48, 48)
    places = torch.stack([_published_map(*faces) for faces in zip(one, other, strict=True)])
    inner, weight = places[:, 5:-5, 5:-5], mask[:, 0, 5:-5, 5:-5]
    expected = (inner * weight).sum((1, 2)) / weight.sum((1, 2))
    found = metrics.ssim(one, other, mask if masked else None)
    torch.testing.assert_close(found, expected, rtol=0, atol=1e-6)


def test_ssim_can_be_learned_from(faces, make_faces):
    restored = make_faces(seed=1).requires_grad_()
    before = metrics.ssim(restored, faces)
    before.sum().backward()
    with torch.no_grad():
        after = metrics.ssim((restored + 0.05 * restored.grad.sign()).clamp(0, 1), faces)
    assert (after > before).all()


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
