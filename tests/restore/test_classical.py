import math

import pytest
import torch

from facevae import damage, metrics
from facevae.damage.clipped_noise import clipped_mean
from facevae.restore import classical

FILTERS = {
    "mean": lambda noisy: classical.mean(noisy, 5),
    "median": lambda noisy: classical.median(noisy, 5),
    "gaussian": lambda noisy: classical.gaussian(noisy, 1.5),
    "bilateral": lambda noisy: classical.bilateral(noisy, 0.1, 5),
    "nlm": lambda noisy: classical.nlm(noisy, 0.1),
}
GENTLEST = {
    "mean": lambda noisy: classical.mean(noisy, 1),
    "median": lambda noisy: classical.median(noisy, 1),
    "gaussian": lambda noisy: classical.gaussian(noisy, 0),
    "bilateral": lambda noisy: classical.bilateral(noisy, 0, 5),
    "nlm": lambda noisy: classical.nlm(noisy, 0),
    "undo_clipping": lambda noisy: classical.undo_clipping(noisy, 0),
}
EVERY = pytest.mark.parametrize("run", FILTERS.values(), ids=FILTERS)


@EVERY
def test_a_filter_keeps_the_contract(run, faces):
    before = faces.clone()
    restored = run(faces)
    assert torch.equal(faces, before)
    assert restored.shape == faces.shape
    assert restored.dtype == torch.float32
    assert restored.min() >= 0
    assert restored.max() <= 1
    assert torch.equal(restored[2:3], run(faces[2:3]))


@EVERY
@pytest.mark.parametrize("grey", [0.0, 0.3, 1.0])
def test_a_filter_leaves_a_flat_picture_as_it_is(run, grey):
    flat = torch.full((1, 3, 16, 16), grey)
    assert torch.allclose(run(flat), flat, atol=1e-6)


@pytest.mark.parametrize(
    "name", ["mean", "median", "gaussian", "bilateral"]
)  # scikit-image's fast NLM is lopsided by half a pixel
def test_a_filter_turns_with_the_picture(name, faces):
    run = FILTERS[name]
    assert torch.allclose(run(faces.flip(3)), run(faces).flip(3), atol=1e-5)
    assert torch.allclose(run(faces.transpose(2, 3)), run(faces).transpose(2, 3), atol=1e-5)


@EVERY
def test_a_filter_removes_noise(run, faces, generator):
    noisy = damage.apply(faces, "gaussian-noise", generator=generator(), sigma=0.1).faces
    assert (metrics.psnr(faces, run(noisy)) > metrics.psnr(faces, noisy) + 1).all()


@pytest.mark.parametrize("run", GENTLEST.values(), ids=GENTLEST)
def test_the_gentlest_setting_changes_nothing(run, faces):
    assert torch.equal(run(faces), faces)


def test_the_bilateral_filter_keeps_an_edge_much_higher_than_the_noise():
    edge = torch.zeros(1, 3, 8, 8)
    edge[..., 4:] = 1.0
    torch.testing.assert_close(classical.bilateral(edge, 0.05, 5), edge, rtol=0, atol=1e-3)


def test_mean_of_a_point_is_a_square():
    point = torch.zeros(1, 3, 7, 7)
    point[..., 3, 3] = 0.9
    expected = torch.zeros(1, 3, 7, 7)
    expected[..., 2:5, 2:5] = 0.1
    assert torch.allclose(classical.mean(point, 3), expected, atol=1e-6)


def test_median_removes_a_point_and_keeps_an_edge():
    edge = torch.zeros(1, 3, 8, 8)
    edge[..., 4:] = 1
    dotted = edge.clone()
    dotted[..., 4, 1] = 1
    assert torch.equal(classical.median(dotted, 3), edge)


def test_the_edges_are_mirrored():
    ramp = torch.tensor([0.0, 0.3, 0.6, 0.9, 0.6])[None, None, None].expand(1, 3, 5, 5)
    assert classical.mean(ramp, 3)[0, 0, 2].tolist() == pytest.approx([0.2, 0.3, 0.6, 0.7, 0.8])
    assert classical.median(ramp, 3)[0, 0, 2].tolist() == pytest.approx([0.3, 0.3, 0.6, 0.6, 0.9])


@pytest.mark.parametrize("run", [classical.mean, classical.median])
@pytest.mark.parametrize("window", [0, 2, -3, 65, 3.5])
def test_a_window_that_is_even_or_does_not_fit_is_refused(run, window, faces):
    with pytest.raises(ValueError, match="odd number of pixels from 1 to 63"):
        run(faces, window)


@pytest.mark.parametrize("sd", [-1, 33, math.nan, "wide"])
def test_another_sd_is_refused(sd, faces):
    with pytest.raises(ValueError, match="from 0 to 32"):
        classical.gaussian(faces, sd)


@pytest.mark.parametrize("run", [classical.nlm, classical.undo_clipping])
def test_a_noise_level_out_of_255_is_refused(run, faces):
    with pytest.raises(ValueError, match="sigma is 25"):
        run(faces, 25)


def test_nlm_refuses_faces_smaller_than_its_patch(make_faces):
    with pytest.raises(ValueError, match="4 pixels wide"):
        classical.nlm(make_faces(size=4), 0.1)


@pytest.mark.parametrize("sigma", [0.02, 0.2, 0.6, 1.0])
def test_undo_clipping_gives_back_what_clipping_took(sigma):
    clean = torch.linspace(0, 1, 3 * 16 * 16).reshape(1, 3, 16, 16)
    clipped = clipped_mean(clean.double(), sigma).float()
    assert (clipped - clean).abs().max() > 0.005
    assert torch.allclose(classical.undo_clipping(clipped, sigma), clean, atol=1e-5)


def test_undo_clipping_stays_between_black_and_white():
    beyond = torch.tensor([0.0, 1.0])[:, None, None, None].expand(2, 3, 4, 4).contiguous()
    assert torch.equal(classical.undo_clipping(beyond, 0.5), beyond)


def test_best_window_scores_every_window_and_grows_with_the_noise(make_faces, generator):
    clean = make_faces(count=4, size=64)
    best = []
    for sigma in (0.02, 0.4):
        noisy = damage.apply(clean, "gaussian-noise", generator=generator(), sigma=sigma).faces
        scores, winner = classical.best_window(clean, noisy, sigma)
        assert [score.window for score in scores] == list(classical.WINDOWS)
        assert winner.psnr == max(score.psnr for score in scores)
        restored = classical.undo_clipping(classical.mean(noisy, winner.window), sigma)
        assert winner.psnr == pytest.approx(metrics.psnr(clean, restored).mean().item())
        best.append(winner.window)
    assert best[0] < best[1]


def test_best_window_of_no_windows_is_refused(faces):
    with pytest.raises(ValueError, match="windows is empty"):
        classical.best_window(faces, faces, 0.1, windows=())
