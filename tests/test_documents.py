"""What README, CONTRIBUTING, SECURITY and the model card name is there."""

from __future__ import annotations

import pkgutil
import re
from pathlib import Path

import huggingface_hub
import pytest

from train.__main__ import COMMANDS
from train.commands import deploy, tables
from train.data import sources
from train.evaluation.harness import results
from train.recipes import recipe

ROOT = Path(__file__).parents[1]
NAMES = ("README.md", "CONTRIBUTING.md", "SECURITY.md", ".ci/licences.md", "checkpoints/README.md")
PAGES = {name: (ROOT / name).read_text("utf-8") for name in NAMES}
RESULTS = results.read(ROOT / "checkpoints/results.json")

SECTIONS = (
    "Model details",
    "Uses",
    "Direct use",
    "Downstream use",
    "Out-of-scope use",
    "Bias, risks and limitations",
    "Recommendations",
    "How to get started",
    "Training details",
    "Training data",
    "Training procedure",
    "Evaluation",
    "Testing data, factors and metrics",
    "Results",
    "Per-group results",
    "Environmental impact",
    "Technical specifications",
    "Citation",
    "Glossary",
    "Contact",
)
"""Of the Hub's annotated template, in its order; how to get started stands where its template file has it."""

_ROOMS = "align|damage|latent|metrics|photos|restore"
_NAME = re.compile(rf"(?<![\w/.])((?:facevae|{_ROOMS})(?:\.[a-zA-Z_]\w*)+)")
_PATH = re.compile(r"(?<![\w/.{])((?:facevae|train|tests|assets|checkpoints|\.ci)/[\w./-]*\w/?)(?![\w{*])")
_LINK = re.compile(r"\]\((?!https?:|#)([^)]+)\)")


def _found(pattern: re.Pattern[str]) -> list[tuple[str, str]]:
    return sorted({(page, name) for page, text in PAGES.items() for name in pattern.findall(text)})


def _code(pattern: re.Pattern[str]) -> list[tuple[str, str]]:
    """What a pattern finds in code, fenced or not."""
    code = {page: " ".join(re.findall(r"```.*?```|`[^`\n]+`", text, re.DOTALL)) for page, text in PAGES.items()}
    return sorted({(page, name) for page, text in code.items() for name in pattern.findall(text)})


@pytest.mark.parametrize(("page", "name"), _code(_NAME))
def test_a_name_in_the_library_is_there(page, name):
    assert pkgutil.resolve_name(name if name.startswith("facevae") else f"facevae.{name}") is not None


@pytest.mark.parametrize(("page", "path"), [item for item in _code(_PATH) if "NAME" not in item[1]])
def test_a_path_leads_somewhere(page, path):
    assert (ROOT / path).exists()


@pytest.mark.parametrize(("page", "target"), _found(_LINK))
def test_a_link_leads_somewhere(page, target):
    assert (ROOT / page).parent.joinpath(target).exists()


@pytest.mark.parametrize("page", ["README.md", "SECURITY.md"])
def test_what_a_page_of_a_space_links_is_there_too(page):
    there = set(deploy.collect(ROOT))
    assert page in there
    assert {name for name in _LINK.findall(PAGES[page]) if (ROOT / name).is_file()} <= there


@pytest.mark.parametrize(("page", "command"), _found(re.compile(r"python -m train ([a-z]+)")))
def test_a_command_is_there(page, command):
    assert command in COMMANDS


@pytest.mark.parametrize(("page", "name"), _found(re.compile(r"train fit ([a-z][\w/.-]*)")))
def test_a_recipe_is_there(page, name):
    assert name in recipe.names()


@pytest.mark.parametrize("page", ["README.md", "checkpoints/README.md"])
def test_the_figures_are_those_of_results(page):
    """Where this fails, `python -m train tables README.md checkpoints/README.md` puts it right."""
    assert tables.fill(PAGES[page], RESULTS, ROOT / page) == PAGES[page]


def test_the_card_has_every_place_and_the_sections_of_the_hub():
    card = PAGES["checkpoints/README.md"]
    assert all(line in card for name, place in tables.PLACES.items() for line in place.lines(name))
    headings = [line.lstrip("# ") for line in card.splitlines() if line.startswith("#") and " " in line]
    assert [heading for heading in headings if heading in SECTIONS] == list(SECTIONS)


def test_the_front_matter_is_what_the_hub_reads():
    card = huggingface_hub.ModelCard(PAGES["checkpoints/README.md"]).data
    assert (card.license, card.license_name, card.datasets) == ("other", "non-commercial-research", [sources.HUB_ID])
    assert card.license_link.startswith("https://")
    told = {result.metric_name.partition(";")[0]: result.metric_value for result in card.eval_results}
    reconstruction = RESULTS["face"]["reconstruction"]["vae"]["psnr"]["mean"]
    assert told["A face from 256 numbers, PSNR in dB"] == pytest.approx(reconstruction, abs=0.005)


def test_the_minutes_of_all_logged_runs_add_up():
    card = PAGES["checkpoints/README.md"]
    runs = re.findall(r"^\|[^|]*`[^|]*\| ([^|]*) \| ([\d.]+) \|", card, re.MULTILINE)
    hours = sum(float(minutes) for machine, minutes in runs if "CPU" in machine) / 60
    gpu = sum(float(minutes) for machine, minutes in runs if "H100" in machine)
    assert f"took {hours:.1f} hours on one or two shared CPU cores and {gpu:.0f} minutes on an H100" in card


def test_readme_is_short():
    assert len(PAGES["README.md"].splitlines()) < 200
