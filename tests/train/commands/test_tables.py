"""Tables made from results, and put where they belong."""

from __future__ import annotations

import json

import pytest
import yaml

from train import __main__ as program
from train.commands import tables

PAGE = "# Title\n\nBefore.\n\n<!-- results -->\nout of date\n<!-- /results -->\n\nAfter.\n"

READ = {
    "gender": {"accuracy": {"mean": 0.9, "low": 0.8, "high": 1.0, "n": 100}},
    "age": {"absolute_error": {"mean": 4.5, "low": 4.0, "high": 5.0, "n": 100}},
}
"""What one network read, as much of it as the front matter of a card needs."""


def _about(suite, **more):
    size = {"faces": 1143, "image_size": 128, "data": "test split of faces-128.parquet"}
    return {"suite": suite, "latent_dim": 256, "training": {suite: {}}, **size, **more}


@pytest.fixture
def results():
    """Made-up figures of one model of each suite; the attributes network comes last."""
    return {
        "study/one": {"about": _about("study")},
        "face": {"about": _about("face"), "speed": {"vae-plain": 1.0, "decode": 0.4, "denoise": 2.0}},
        "attributes": {"about": _about("attributes")},
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
    assert "decode 0.4, denoise 2.0." in page


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
        PAGE + "<!-- highlights -->\n",
    ],
)
def test_a_page_without_its_two_markers_is_left_alone(rewrite, capsys, page):
    assert rewrite(page) == (1, page)
    assert "README.md needs <!-- " in capsys.readouterr().err


def test_ten_figures_go_where_a_page_asks_for_them(rewrite):
    status, page = rewrite("# Title\n\n<!-- highlights -->\nout of date\n<!-- /highlights -->\n\nAfter.\n")
    assert status == 0
    assert "| What was measured on test faces | FaceVAE | To compare with |" in page
    assert "decode" not in page
    assert "out of date" not in page
    assert page.endswith("<!-- /highlights -->\n\nAfter.\n")


def test_the_front_matter_of_a_card_keeps_its_own_lines(rewrite, results):
    results["face_reader"] = {"about": _about("attributes"), "recognition": READ}
    page = "---\nlicense: other\n# model-index\nout of date\n# /model-index\ntags: []\n---\n\n# Title\n"
    status, card = rewrite(page)
    assert status == 0
    front, _, rest = card.removeprefix("---\n").partition("\n---\n")
    told = yaml.safe_load(front)
    assert set(told) == {"license", "model-index", "tags"}
    assert [metric["value"] for metric in told["model-index"][0]["results"][0]["metrics"]] == [4.5, 0.9]
    assert rest == "\n# Title\n"
    assert rewrite(card) == (0, card)


def test_a_page_with_both_places_gets_both(rewrite):
    status, page = rewrite(PAGE + "<!-- highlights -->\n<!-- /highlights -->\n")
    assert status == 0
    assert "decode 0.4, denoise 2.0." in page
    assert "| FaceVAE |" in page


def test_without_figures_it_says_how_to_get_them(tmp_path, capsys):
    page = tmp_path / "README.md"
    page.write_text(PAGE, "utf-8")
    assert program.main(["tables", str(page), "--json", str(tmp_path / "none.json")]) == 1
    assert "python -m train evaluate" in capsys.readouterr().err


def test_a_missing_page_is_one_sentence(tmp_path, results, capsys):
    (tmp_path / "results.json").write_text(json.dumps(results), "utf-8")
    assert program.main(["tables", str(tmp_path / "no.md"), "--json", str(tmp_path / "results.json")]) == 1
    assert "no.md: No such file or directory." in capsys.readouterr().err


def test_the_suites_have_their_order_whatever_that_of_the_file(results):
    headings = [line for line in tables.render(results).splitlines() if line.startswith("#")]
    assert headings == ["#### `attributes`", "#### `face`", "#### The study"]


def test_one_model_alone_can_be_shown(results):
    text = tables.render({"face": results["face"]})
    assert text.startswith("#### `face`\n\nMeasured on 1,143 faces, 128 pixels wide")
    assert "study" not in text


def test_sections_not_measured_yet_are_left_out(results):
    text = tables.render({name: {"about": entry["about"]} for name, entry in results.items()})
    assert text.count("Measured on") == 3
    assert not any(mark in text for mark in ("|", "{", "None"))
