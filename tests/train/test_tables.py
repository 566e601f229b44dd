"""Tables made from results, and put where they belong."""

from __future__ import annotations

import json

import pytest

from facevae.restore import DENOISERS
from train import __main__ as program
from train import tables

PAGE = "# Title\n\nBefore.\n\n<!-- results -->\nout of date\n<!-- /results -->\n\nAfter.\n"


def _scores(psnr, ssim, n=1000, **more):
    def figure(mean, reach):
        return {"mean": mean, "low": mean - reach, "high": mean + reach, "median": mean, "n": n}

    return {"psnr": figure(psnr, 0.2) | more, "ssim": figure(ssim, 0.003) | more}


@pytest.fixture
def results():
    """Made-up figures of one model."""
    noise = {name: _scores(20 + index, 0.9 - 0.01 * index) for index, name in enumerate(DENOISERS)}
    noise |= {"noisy": _scores(8.0, 0.1), "mean-best": _scores(20.5, 0.7, window=9), "nlm": _scores(19, 0.5, n=200)}
    holes = {"mean-face": {"inside": _scores(15.5, 0.4), "whole": _scores(21.5, 0.8)}}
    holes["vae"] = {"inside": _scores(19.25, 0.61), "whole": _scores(25.5, 0.9)}
    return {
        "face": {
            "about": {
                "faces": 1143,
                "image_size": 128,
                "latent_dim": 256,
                "data": "test split of faces-128.parquet",
                "mean_face": "mean of 2000 training faces",
            },
            "reconstruction": {"mean-face": _scores(14.1, 0.39), "vae": _scores(24.31, 0.712)},
            "denoising": {"25": noise, "100": noise},
            "inpainting": {"centre-box": holes},
            "speed": {"vae-plain": 1.0, "decode": 0.4, "denoise": 2.0, "inpaint": 3.0},
        }
    }


@pytest.fixture
def rewrite(tmp_path, results):
    """Return a function that runs the command on one page and returns its exit status and the page."""

    def start(page=PAGE):
        (tmp_path / "results.json").write_text(json.dumps(results), "utf-8")
        (tmp_path / "README.md").write_text(page, "utf-8")
        status = program.main(["tables", str(tmp_path / "README.md"), "--json", str(tmp_path / "results.json")])
        return status, (tmp_path / "README.md").read_text("utf-8")

    return start


def test_the_text_around_the_markers_stays(rewrite):
    status, page = rewrite()
    assert status == 0
    assert page.startswith("# Title\n\nBefore.\n\n<!-- results -->\n")
    assert page.endswith("<!-- /results -->\n\nAfter.\n")
    assert "out of date" not in page
    assert "24.3" in page


def test_writing_twice_changes_nothing(rewrite):
    once = rewrite()[1]
    assert rewrite(once) == (0, once)


@pytest.mark.parametrize(
    "page",
    [
        "nothing\n",
        "<!-- results -->\n",
        "<!-- /results -->\n",
        "<!-- /results -->\n<!-- results -->\n",
        PAGE + PAGE,
        "<!-- /results -->\n" + PAGE,
    ],
)
def test_a_page_without_its_two_markers_is_left_alone(rewrite, capsys, page):
    assert rewrite(page) == (1, page)
    assert "README.md needs <!-- results -->" in capsys.readouterr().err


def test_without_figures_it_says_how_to_get_them(tmp_path, capsys):
    page = tmp_path / "README.md"
    page.write_text(PAGE, "utf-8")
    assert program.main(["tables", str(page), "--json", str(tmp_path / "none.json")]) == 1
    assert "python -m train evaluate" in capsys.readouterr().err


def test_a_missing_page_is_one_sentence(tmp_path, results, capsys):
    (tmp_path / "results.json").write_text(json.dumps(results), "utf-8")
    assert program.main(["tables", str(tmp_path / "no.md"), "--json", str(tmp_path / "results.json")]) == 1
    assert "no.md: No such file or directory." in capsys.readouterr().err


def _row(text, label):
    return next(line for line in text.splitlines() if line.startswith(f"| {label} |"))


def test_cells_are_the_means_with_the_best_in_bold(results):
    text = tables.render(results)
    assert _row(text, "VAE, 256 numbers a face") == "| VAE, 256 numbers a face | **24.3** / **0.712** |"
    assert _row(text, "Mean face") == "| Mean face | 14.1 / 0.390 |"
    # In the made-up figures the last registered method has the highest PSNR and the first the highest SSIM.
    first, *_, last = DENOISERS.values()
    assert _row(text, first.label).endswith("| 20.0 / **0.900** | 20.0 / **0.900** |")
    assert f"**{20 + len(DENOISERS) - 1:.1f}** / 0.8" in _row(text, last.label)
    assert "| **19.2** / **0.610** |" in text or "| **19.3** / **0.610** |" in text


def test_every_registered_method_has_a_row_and_every_level_a_column(results):
    text = tables.render(results)
    for method in DENOISERS.values():
        assert _row(text, method.label).count("|") == 4
    assert "| Denoising (noise out of 255) | Noise 25 | Noise 100 |" in text


def test_what_the_reader_must_know_is_computed_too(results):
    text = tables.render(results)
    assert "1,143 faces, 128 pixels wide" in text
    assert "reach up to 0.20 dB and 0.003" in text
    assert "by PSNR it is 9, 9 pixels" in text
    assert f"the first 200 faces only: {DENOISERS['nlm'].label}." in text
    assert "decode 0.4, denoise 2.0, inpaint 3.0" in text


def test_sections_not_measured_yet_are_left_out(results):
    only = {"face": {"about": results["face"]["about"]}}
    assert "|" not in tables.render(only)
    assert "Inpainting" in tables.render(results)
