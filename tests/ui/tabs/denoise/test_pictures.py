import pytest

from facevae.restore import DENOISERS
from facevae.restore.comparison import REFINED, Comparison, Scored
from facevae.restore.map_refinement import STEPS
from facevae.ui.tabs.denoise.pictures import WINNER, Refinement, captioned, noise_line, progress, waiting


def comparison(face, psnr: dict[str, float], *, window: int = 5, best: int = 5, used: float = 0.2) -> Comparison:
    windows = {"mean": window}
    results = {name: Scored(face.pixels, value, 0.5, windows.get(name)) for name, value in psnr.items()}
    return Comparison(0.2, used, window, best, Scored(face.pixels, 10.0, 0.1), results)


def refinement(face, psnr: float, step: int = 3) -> Refinement:
    return Refinement(step, Scored(face.pixels, psnr, 0.5))


def marked(html: str) -> list[str]:
    """Titles of the pictures with the winner's badge."""
    return [part.split('alt="')[1].split(".")[0] for part in html.split("<figure")[1:] if WINNER in part]


@pytest.mark.parametrize("winner", DENOISERS)
def test_the_closest_of_all_methods_is_marked(face, winner):
    psnr = {name: 30.0 if name == winner else 20.0 for name in DENOISERS}
    (title,) = marked(captioned(face, comparison(face, psnr)))
    assert title.startswith(DENOISERS[winner].label)


@pytest.mark.parametrize("method", DENOISERS)
def test_each_method_has_the_colour_of_its_kind(face, method):
    *_, made = captioned(face, comparison(face, {method: 20.0})).split("<figure")
    assert f"fv-{DENOISERS[method].kind}" in made


def test_alone_none_is_closer(face):
    assert marked(captioned(face, comparison(face, {"vae": 20.0}))) == []
    assert marked(captioned(face, comparison(face, {}))) == []


@pytest.mark.parametrize(("psnr", "winner"), [(25.0, DENOISERS[REFINED].label), (15.0, DENOISERS["vae"].label)])
def test_the_refined_picture_is_last_and_competes(face, psnr, winner):
    html = captioned(face, comparison(face, {"vae": 20.0}), refinement(face, psnr))
    *_, last = html.split("<figure")
    assert f"{DENOISERS[REFINED].label}: step 3 of {STEPS}" in last
    (title,) = marked(html)
    assert title.split(":")[0] == winner


@pytest.mark.parametrize(("window", "expected"), [(5, "5 x 5 (best window)"), (9, "9 x 9 (best: 5)")])
def test_the_best_window_is_marked(face, window, expected):
    assert expected in captioned(face, comparison(face, {"mean": 20.0}, window=window))


def test_progress_in_words(face):
    assert progress(None) == ""
    assert progress(refinement(face, 20.0, step=5)) == f"Step 5 of {STEPS}"


def test_the_noise_level_in_words(face):
    result = comparison(face, {}, used=48 / 255)
    assert noise_line(result, sigma_known=False) == "Estimated noise level: 48 (true: 51)"
    assert noise_line(result, sigma_known=True) == "Noise level that the methods were told: 51"


def test_boxes_wait_under_the_names_of_what_comes(face):
    html = waiting(DENOISERS)
    assert html.count("<figure") == 2 + len(DENOISERS)
    assert all(method.label in html for method in DENOISERS.values())
    assert "<img" not in html
