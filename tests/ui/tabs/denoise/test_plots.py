import pytest

from facevae.restore import comparison
from facevae.restore.comparison import Comparison, Curves, Scored
from facevae.ui.tabs.denoise.plots import DOTS, LINES, MOST_PSNR, draw, verdict

LEVELS = tuple(level / 255 for level in (0, 50, 100))


def made(**values) -> Curves:
    named = {name.replace("_", "-"): value for name, value in values.items()}
    return Curves(LEVELS, named, named)


@pytest.mark.parametrize(
    ("mean", "vae", "expected"),
    [
        ((2, 2, 2), (1, 1, 1), "the mean filter wins at every noise level."),
        ((1, 1, 1), (2, 2, 2), "the VAE wins at every noise level."),
        ((2, 2, 0), (0, 0, 2), "below about sigma 75 the mean filter wins; above it, the VAE."),
        ((0, 2, 2), (2, 0, 0), "below about sigma 25 the VAE wins; above it, the mean filter."),
        ((2, 0, 2), (1, 1, 1), "the lead changes at about sigma 25 and 75; above, the mean filter wins."),
        ((1, 1, 1), (59, 0, 0), "below about sigma 49 the VAE wins; above it, the mean filter."),
        ((1, 1, 1), (float("inf"), 0, 0), "below about sigma 49 the VAE wins; above it, the mean filter."),
    ],
)
def test_the_verdict_says_who_wins_where(mean, vae, expected):
    (about_the_vae,) = verdict(made(mean=mean, vae=vae)).split("</p>")[:-1]
    assert about_the_vae.count(expected) == 1
    assert "By pixels (PSNR) and by structure (SSIM)" in about_the_vae


def test_what_differs_by_the_measure_is_said_for_each():
    values = {"mean": (1, 1, 1), "vae": (2, 2, 2)}
    said = verdict(Curves(LEVELS, values, {"mean": (3, 3, 3), "vae": (2, 2, 2)}))
    assert "By pixels (PSNR) the VAE wins at every noise level." in said
    assert "By structure (SSIM) the mean filter wins at every noise level." in said


def test_a_crossing_that_cannot_be_seen_is_left_out():
    assert "the mean filter wins at every noise level" in verdict(made(mean=(1, 1, 1), vae=(1.001, 0, 0)))


def test_no_lead_is_seen_in_how_perfect_a_result_is():
    text = verdict(made(eigenfaces=(140, 20, 20), vae=(130, 21, 21)))
    assert text.count("the VAE wins at every noise level.") == 1


def test_each_race_is_judged_by_itself():
    result = made(mean=(2, 2, 2), eigenfaces=(4, 4, 4), vae=(3, 3, 5), vae_plain=(1, 3, 3))
    mean, linear, alone = verdict(result).split("</p>")[:-1]
    assert mean.count("the VAE wins at every noise level") == 1
    assert linear.count("below about sigma 75 the linear method wins; above it, the VAE.") == 1
    assert alone.count("below about sigma 25 the mean filter wins; above it, the VAE.") == 1


def test_the_plots_mark_what_the_verdict_says_against_the_mean_filter():
    result = made(mean=(2, 2, 0), eigenfaces=(1, 1, 1), vae=(0, 0, 2), vae_plain=(0, 3, 3))
    drawn = draw(result)
    assert ">75<" in drawn.psnr.svg
    assert ">33<" in drawn.psnr.svg
    assert "below about sigma 75" in drawn.ssim.svg


@pytest.mark.parametrize("missing", ["eigenfaces", "vae-plain"])
def test_a_line_that_was_not_measured_is_left_out(missing):
    values = {name: (1, 2, 3) for name in comparison.METHODS if name != missing}
    drawn = draw(Curves(LEVELS, values, values))
    words = LINES[missing][0].split("\n")
    assert not any(f">{line}<" in drawn.psnr.svg for line in words)
    assert ">VAE<" in drawn.psnr.svg


def test_what_is_measured_is_what_is_drawn():
    assert set(LINES) == set(comparison.METHODS)


@pytest.mark.parametrize("chosen", [[], ["vae"], ["mean", "nlm", "supervised"], list(DOTS)])
def test_a_dot_for_each_chosen_method_that_has_a_colour_of_its_own(face, chosen):
    drawn = draw(made(mean=(1, 2, 3), vae=(3, 2, 1)))
    scored = {name: Scored(face.pixels, 2.0, 2.0) for name in chosen}
    html = drawn.marked(Comparison(50 / 255, 50 / 255, 5, 5, Scored(face.pixels, 1.0, 1.0), scored))
    dots = [part.split("fill: ")[1].split('"')[0] for part in html.split("<circle")[1:]]
    assert dots == 2 * [color for name, color in DOTS.items() if name in chosen]


def test_a_perfect_result_is_drawn_at_the_upper_edge():
    assert draw(made(mean=(float("inf"), 20, 10), vae=(1, 1, 1))).psnr.y_range[1] < MOST_PSNR + 5
