"""The best linear code of faces."""

from __future__ import annotations

import pytest
import torch

from train.data.examples import to_float
from train.evaluation.methods import eigenfaces
from train.evaluation.methods.eigenfaces import Eigenfaces


@pytest.fixture
def photos(make_faces):
    """Return 200 faces of 8 pixels as photos have them, (200, 3, 8, 8) uint8."""
    return (make_faces(200, size=8) * 255).round().to(torch.uint8)


@pytest.fixture
def two_patterns(generator):
    """Return 40 faces that differ in the amounts of two patterns only, the first one much more, and these patterns."""
    patterns = torch.zeros(2, 3, 4, 4)
    patterns[0, 0], patterns[1, 1] = 1, 1
    amounts = torch.randint(0, 200, (40, 2), generator=generator()) // torch.tensor([1, 10])
    return (20 + torch.einsum("nk,kcij->ncij", amounts.float(), patterns)).to(torch.uint8), patterns


def test_faces_of_two_patterns_need_two_components(two_patterns):
    faces, patterns = two_patterns
    found = Eigenfaces.fit(faces, 2)
    torch.testing.assert_close(found.mean, to_float(faces).mean(0).flatten())
    torch.testing.assert_close(found.reconstruct(to_float(faces)), to_float(faces), atol=1e-5, rtol=0)
    # Both patterns have 16 pixels, so their direction has 1/4 in each; the amounts are hardly correlated.
    assert abs(found.components[0] @ patterns[0].flatten() / 4) > 0.99


def test_fewer_components_leave_out_the_weaker_pattern(two_patterns):
    faces = to_float(two_patterns[0])
    found = Eigenfaces.fit(two_patterns[0], 2)
    errors = [float((found.reconstruct(faces, count) - faces).square().sum()) for count in (0, 1, 2)]
    assert errors[0] > 20 * errors[1] > 20 * errors[2]
    torch.testing.assert_close(found.reconstruct(faces, 0), found.mean.view(1, 3, 4, 4).expand_as(faces))


def test_it_agrees_with_the_full_decomposition(photos):
    count = 10  # a random start of 74 directions, out of 192
    centred = to_float(photos).flatten(1) - to_float(photos).flatten(1).mean(0)
    _, singular, exact = torch.linalg.svd(centred, full_matrices=False)
    found = Eigenfaces.fit(photos, count)
    code = centred @ found.components.T
    torch.testing.assert_close(code.norm(dim=0), singular[:count], rtol=1e-4, atol=1e-4)
    same = (found.components @ exact[:count].T).abs()
    torch.testing.assert_close(same, torch.eye(count), atol=1e-2, rtol=0)


def test_the_components_are_orthonormal(photos):
    found = Eigenfaces.fit(photos, 50)
    assert found.components.shape == (50, 192)
    torch.testing.assert_close(found.components @ found.components.T, torch.eye(50), atol=1e-5, rtol=0)


def test_as_many_components_as_there_are_reconstruct_everything(photos):
    few = photos[:12]
    torch.testing.assert_close(Eigenfaces.fit(few, 11).reconstruct(to_float(few)), to_float(few), atol=1e-5, rtol=0)


def test_chunks_do_not_change_the_result(monkeypatch, photos):
    whole = Eigenfaces.fit(photos, 5)
    monkeypatch.setattr(eigenfaces, "CHUNK", 7)
    parts = Eigenfaces.fit(photos, 5)
    torch.testing.assert_close(parts.mean, whole.mean)
    same = (parts.components @ whole.components.T).abs()
    torch.testing.assert_close(same, torch.eye(5), atol=1e-3, rtol=0)


def test_the_same_seed_gives_the_same_components_and_faces_are_not_modified(photos):
    before = photos.clone()
    assert torch.equal(Eigenfaces.fit(photos, 5, seed=3).components, Eigenfaces.fit(photos, 5, seed=3).components)
    assert torch.equal(photos, before)


def test_a_reconstruction_stays_in_range():
    found = Eigenfaces(torch.full((12,), 0.5), torch.full((1, 12), 12**-0.5))
    white = torch.tensor([1.0, 0.0]).repeat(6).view(1, 3, 2, 2)
    assert torch.equal(found.reconstruct(white), torch.full((1, 3, 2, 2), 0.5))
    shifted = Eigenfaces(torch.linspace(0, 1, 12), found.components)
    low, high = shifted.reconstruct(torch.ones(1, 3, 2, 2)).aminmax()
    assert (low.item(), high.item()) == pytest.approx((0.5, 1.0))


@pytest.mark.parametrize("count", [0, 12, 200])
def test_more_components_than_faces_allow_are_refused(photos, count):
    with pytest.raises(ValueError, match="1 to 11 components"):
        Eigenfaces.fit(photos[:12], count)


def test_more_components_than_pixels_allow_are_refused(photos):
    with pytest.raises(ValueError, match="1 to 192 components"):
        Eigenfaces.fit(photos, 193)


def test_faces_of_another_type_or_shape_are_refused(photos):
    with pytest.raises(ValueError, match="expected uint8"):
        Eigenfaces.fit(to_float(photos), 3)
    with pytest.raises(ValueError, match=r"expected uint8 \(N, 3, S, S\)"):
        Eigenfaces.fit(photos[..., :4], 3)


def test_a_reconstruction_of_another_size_or_with_too_many_components_is_refused(photos, faces):
    found = Eigenfaces.fit(photos, 3)
    with pytest.raises(ValueError, match="8, 8"):
        found.reconstruct(faces)
    with pytest.raises(ValueError, match="0 to 3 components"):
        found.reconstruct(to_float(photos), 4)
