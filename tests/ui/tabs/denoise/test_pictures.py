import pytest
import torch

from facevae import metrics
from facevae.restore import DENOISERS
from facevae.restore.comparison import REFINED, Comparison, Scored
from facevae.restore.map_refinement import STEPS
from facevae.ui.components.dial import FAITHFUL, MIDDLE, REAL, TwoStyles
from facevae.ui.tabs.denoise.pictures import WINNER, Refinement, captioned, noise_line, progress, waiting
from facevae.ui.tabs.denoise.results import Result, Results


def comparison(face, psnr: dict[str, float], *, window: int = 5, best: int = 5, used: float = 0.2) -> Comparison:
    windows = {"mean": window}
    results = {name: Scored(face.pixels, value, 0.5, windows.get(name)) for name, value in psnr.items()}
    return Comparison(0.2, used, window, best, Scored(face.pixels, 10.0, 0.1), results)


def results(face, *given, **more) -> Results:
    """The same, none of which the dial changes."""
    compared = comparison(face, *given, **more)
    return Results(compared, {name: Result.as_it_is(made) for name, made in compared.results.items()})


def refinement(face, psnr: float, step: int = 3) -> Refinement:
    return Refinement(step, Result.as_it_is(Scored(face.pixels, psnr, 0.5)))


def marked(html: str) -> list[str]:
    """Titles of the pictures with the winner's badge."""
    return [part.split('alt="')[1].split(".")[0] for part in html.split("<figure")[1:] if WINNER in part]


@pytest.mark.parametrize("winner", DENOISERS)
def test_the_closest_of_all_methods_is_marked(face, winner):
    psnr = {name: 30.0 if name == winner else 20.0 for name in DENOISERS}
    (title,) = marked(captioned(face, results(face, psnr), MIDDLE))
    assert title.startswith(DENOISERS[winner].label)


@pytest.mark.parametrize("method", DENOISERS)
def test_each_method_has_the_colour_of_its_kind(face, method):
    *_, made = captioned(face, results(face, {method: 20.0}), MIDDLE).split("<figure")
    assert f"fv-{DENOISERS[method].kind}" in made


def test_alone_none_is_closer(face):
    assert marked(captioned(face, results(face, {"vae": 20.0}), MIDDLE)) == []
    assert marked(captioned(face, results(face, {}), MIDDLE)) == []


@pytest.mark.parametrize(("psnr", "winner"), [(25.0, DENOISERS[REFINED].label), (15.0, DENOISERS["vae"].label)])
def test_the_refined_picture_is_last_and_competes(face, psnr, winner):
    html = captioned(face, results(face, {"vae": 20.0}), MIDDLE, refinement(face, psnr))
    *_, last = html.split("<figure")
    assert f"{DENOISERS[REFINED].label}: step 3 of {STEPS}" in last
    (title,) = marked(html)
    assert title.split(":")[0] == winner


@pytest.mark.parametrize(("window", "expected"), [(5, "5 x 5 (best window)"), (9, "9 x 9 (best: 5)")])
def test_the_best_window_is_marked(face, window, expected):
    assert expected in captioned(face, results(face, {"mean": 20.0}, window=window), MIDDLE)


def test_progress_in_words(face):
    assert progress(None) == ""
    assert progress(refinement(face, 20.0, step=5)) == f"Step 5 of {STEPS}"


def test_the_noise_level_in_words(face):
    result = comparison(face, {}, used=48 / 255)
    assert noise_line(result, sigma_known=False) == "Estimated noise level: 48 (true: 51)"
    assert noise_line(result, sigma_known=True) == ""


def test_boxes_wait_under_the_names_of_what_comes(face):
    html = waiting(DENOISERS)
    assert html.count("<figure") == 2 + len(DENOISERS)
    assert all(method.label in html for method in DENOISERS.values())
    assert "<img" not in html


@pytest.fixture
def drawn(face) -> Results:
    """A VAE's face that is off by 0.05 where it is faithful and by 0.1 where it is real, beside one off by 0.07."""

    def off(by: float) -> torch.Tensor:
        return face.pixels + torch.where(face.pixels < 0.5, by, -by)

    def scored(picture: torch.Tensor) -> Scored:
        return Scored(picture, float(metrics.psnr(picture, face.pixels)), 0.5)

    eigenfaces, vae = scored(off(0.07)), scored(off(0.05))
    compared = Comparison(0.2, 0.2, 5, 5, Scored(face.pixels, 10.0, 0.1), {"eigenfaces": eigenfaces, "vae": vae})
    made = {"eigenfaces": Result.as_it_is(eigenfaces), "vae": Result(vae, TwoStyles(vae.faces, off(0.1)))}
    return Results(compared, made)


@pytest.mark.parametrize(
    ("dial", "called", "psnr", "beside"),
    [
        (FAITHFUL, "VAE, faithful", 26.0, "real: 20.0 dB"),  # -20 log10 of 0.05, 0.075 and 0.1
        (MIDDLE, "VAE, 50 % real", 22.5, "faithful: 26.0 dB"),
        (REAL, "VAE, real", 20.0, "faithful: 26.0 dB"),
    ],
)
def test_captions_of_the_model_say_what_is_shown_and_have_the_figures_of_both(face, drawn, dial, called, psnr, beside):
    _, _, _, linear, vae = captioned(face, drawn, dial).replace("\N{NO-BREAK SPACE}", " ").split("<figure")
    assert f">{called}<" in vae
    assert f">PSNR {psnr:.1f} dB, " in vae
    assert f"({beside}, " in vae
    assert ">Eigenfaces (best linear)<" in linear
    assert "faithful" not in linear


@pytest.mark.parametrize(("dial", "winner"), [(FAITHFUL, "VAE, faithful"), (MIDDLE, "Eigenfaces (best linear)")])
def test_what_is_shown_decides_which_is_closest(face, drawn, dial, winner):
    assert marked(captioned(face, drawn, dial)) == [winner]
