import pytest

from facevae.restore import curves
from facevae.restore.curves import Comparison, Curves, Scored
from facevae.ui import tab_denoise

LEVELS = tuple(level / 255 for level in (0, 50, 100))


def made(mean, vae, alone=(0.5, 0.5, 0.5)) -> Curves:
    values = dict(zip(curves.METHODS, (mean, vae, alone), strict=True))
    return Curves(LEVELS, values, values)


@pytest.mark.parametrize(
    ("mean", "vae", "expected"),
    [
        ((2, 2, 2), (1, 1, 1), "the mean filter wins at every noise level."),
        ((1, 1, 1), (2, 2, 2), "the VAE wins at every noise level."),
        ((2, 2, 0), (0, 0, 2), "below about sigma 75 the mean filter wins; above it, the VAE."),
        ((0, 2, 2), (2, 0, 0), "below about sigma 25 the VAE wins; above it, the mean filter."),
        ((2, 0, 2), (1, 1, 1), "the lead changes at about sigma 25 and 75; above, the mean filter wins."),
        ((1, 1, 1), (float("inf"), 0, 0), "below about sigma 50 the VAE wins; above it, the mean filter."),
    ],
)
def test_the_verdict_says_who_wins_where(mean, vae, expected):
    about_the_vae = tab_denoise.verdict(made(mean, vae)).split("</p>")[0]
    assert about_the_vae.count(expected) == 2


def test_a_crossing_that_nobody_can_see_is_left_out():
    verdict = tab_denoise.verdict(made((1, 1, 1), (1.001, 0, 0)))
    assert "the mean filter wins at every noise level" in verdict


def test_the_vae_alone_is_judged_by_itself():
    first, second = tab_denoise.verdict(made((2, 2, 2), (3, 3, 3), alone=(1, 3, 3))).split("</p>")[:2]
    assert first.count("the VAE wins at every noise level") == 2
    assert second.count("below about sigma 25 the mean filter wins; above it, the VAE.") == 2


def test_the_plots_mark_what_the_verdict_says():
    psnr, ssim = tab_denoise.plots(made((2, 2, 0), (0, 0, 2), alone=(0, 3, 3)))
    assert ">75<" in psnr.svg
    assert ">33<" in psnr.svg
    assert "below about sigma 75" in ssim.svg


def comparison(face, *, mean: float, vae: float, window: int, best: int) -> Comparison:
    noisy = Scored(face.pixels, 10.0, 0.1)
    return Comparison(0.2, window, best, noisy, Scored(face.pixels, mean, 0.5), Scored(face.pixels, vae, 0.6))


@pytest.mark.parametrize(("mean", "vae", "winner"), [(20.0, 25.0, "VAE"), (25.0, 20.0, "Mean filter")])
def test_the_closer_picture_is_marked(face, mean, vae, winner):
    html = tab_denoise.captioned(face, comparison(face, mean=mean, vae=vae, window=5, best=5))
    marked = next(part for part in html.split("<figure")[1:] if tab_denoise.WINNER in part)
    assert f'alt="{winner}' in marked
    assert html.count(tab_denoise.WINNER) == 1


@pytest.mark.parametrize(("window", "expected"), [(5, "5 x 5 (best window)"), (9, "9 x 9 (best: 5)")])
def test_the_best_window_is_marked(face, window, expected):
    assert expected in tab_denoise.captioned(face, comparison(face, mean=20.0, vae=25.0, window=window, best=5))


def test_the_window_slider_offers_what_is_compared():
    assert (curves.WINDOWS[0], curves.WINDOWS[-1]) == (3, 15)
    assert all(window % 2 for window in curves.WINDOWS)
