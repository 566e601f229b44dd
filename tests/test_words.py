"""No text that people read puts anybody into kinds, judges looks or promises fairness; labels are told as labels."""

from __future__ import annotations

import ast
import functools
import re
from pathlib import Path
from typing import NamedTuple

import pytest
import torch

from facevae.models.attributes import Attributes
from facevae.ui.tabs.reading.labels import label_bars, trust
from train.evaluation.harness import results

ROOT = Path(__file__).parents[1]

_GROUP = r"(?:White|Black|Asian|Indian|African|European|Latino|Caucasian)"


class Avoided(NamedTuple):
    """Words that no text has: a pattern, and why. ``(?i:...)`` where capitals make no difference."""

    pattern: str
    reason: str


AVOIDED = (
    Avoided(r"(?i:(race|ethnicity|gender|emotion)[- ](detect|classif|recogni[sz]|predict)\w*)", "labels are read"),
    Avoided(r"(?i:(detect|recogni[sz]e|predict|infer)s? (\w+ )?(race|ethnicity))", "labels are read"),
    Avoided(r"(?i:(true|real|actual) (race|gender|ethnicity))", "a label is a guess that people checked"),
    Avoided(r"(?i:mixed[- ]race|half[- ]caste|oriental\b|\w*(mongol|negr|cauca[sz])oid|caucasian)", "no such kinds"),
    Avoided(rf"(?i:looks?|looking|appears?) {_GROUP}\b", "people do not look like a label"),
    Avoided(rf"\b{_GROUP} (?i:people|persons?|m[ae]n|wom[ae]n|boys?|girls?|users?|children|faces?)\b", "labelled X"),
    Avoided(rf"\b(?i:who|that|which|faces|people) (?i:is|are) {_GROUP}\b", "labelled X"),
    Avoided(rf"(?i:turn|chang|transform|mak)\w* (?i:\w+ )?(?i:in)?to (?i:an? )?{_GROUP}\b", "then read as X"),
    Avoided(rf"(?i:becom|made)\w* (?i:an? )?{_GROUP}\b", "then read as X"),
    Avoided(r"(?i:turns? you into)", "it puts the visitor into a kind"),
    Avoided(r"(?i:(ethnicity|race|racial)[- ](dial|slider|knob|control|filter))", "there is none, on purpose"),
    Avoided(rf"(?i:typical|average|mean) {_GROUP}\b", "a mean of faces is nobody's face"),
    Avoided(rf"(?i:the face of (?:the |an? )?)(?i:group|people|nation|race|{_GROUP})\b", "a mean is nobody's face"),
    Avoided(r"(?i:(bias|prejudice)[- ]free|free (of|from) bias|debias)", "nothing that learned from photos is"),
    Avoided(r"(?i:unbiased (model|network|reader|face|data))", "nothing that learned from photos is"),
    Avoided(r"(?i:fair (model|network|reader)|(is|are) fair to (all|every))", "no audit shows that"),
    Avoided(r"(?i:fitzpatrick|skin type)", "a photo measures light as much as skin; tell the change"),
    Avoided(r"(?i:(un)?attractiv|beautiful|handsome|\bugly|\bpretty (face|person|wom[ae]n|girl))", "a judgement"),
    Avoided(r"(?i:physiognom|trustworth|criminal|ancestry|(ethnic|racial|national) origin)", "no face tells it"),
    Avoided(r"(?i:\b(ab)?normal (face|person|people|skin))", "no face is the norm"),
    Avoided(r"(?i:(detect|recogni[sz]e|read|infer)s? (\w+ )?(emotion|mood|feeling)s?)", "pixels are measured"),
    Avoided(r"(?i:league table|leader ?board|(best|worst|winning|losing) (label|group|race))", "no contest of groups"),
)

ALLOWED = {
    "**to read emotions**, least of all": "the card names it as a thing not to do",
    "to deduce or infer their race": "what a law prohibits, in its words",
}
"""Words that stand for what is not to be done -> why they may."""


@functools.cache
def _texts() -> dict[str, str]:
    """File -> what people read of it, with single spaces: pages, scripts, recipes, and the strings of Python."""
    folders = [ROOT / name for name in ("assets", "checkpoints", "facevae", "train")]
    paths = [*ROOT.glob("*.md"), *(path for folder in folders for path in folder.rglob("*"))]
    told = {path: path.read_text("utf-8") for path in paths if path.suffix in {".md", ".html", ".js", ".toml"}}
    shown = [path for folder in (ROOT / "facevae", ROOT / "train") for path in folder.rglob("*.py")]
    told |= {path: "\n".join(_strings(ast.parse(path.read_text("utf-8")))) for path in [ROOT / "app.py", *shown]}
    return {path.relative_to(ROOT).as_posix(): " ".join(text.split()) for path, text in told.items()}


def _strings(tree: ast.AST) -> list[str]:
    """All strings, docstrings among them; what is filled in later is a space."""
    filled = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    parts = {id(part) for whole in filled for part in whole.values}
    plain = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in parts]
    joined = ("".join(map(_told, whole.values)) for whole in filled)
    return [*(node.value for node in plain if isinstance(node.value, str)), *joined]


def _told(part: ast.expr) -> str:
    return part.value if isinstance(part, ast.Constant) and isinstance(part.value, str) else " "


def _without_allowed(text: str) -> str:
    for words in ALLOWED:
        text = text.replace(words, "")
    return text


@pytest.mark.parametrize("avoided", AVOIDED, ids=lambda avoided: avoided.pattern)
def test_no_text_has_words_to_avoid(avoided):
    texts = {name: _without_allowed(text) for name, text in _texts().items()}
    found = [(name, match[0]) for name, text in texts.items() for match in re.finditer(avoided.pattern, text)]
    assert not found, avoided.reason


@pytest.mark.parametrize("words", ALLOWED)
def test_what_is_allowed_is_somewhere_and_would_be_found(words):
    assert any(words in text for text in _texts().values())
    assert any(re.search(avoided.pattern, words) for avoided in AVOIDED)


@pytest.mark.parametrize(
    "sentence",
    [
        "A race detector.",
        "She looks Asian.",
        "He was turned into a White man.",
        "Whom does it turn you into?",
        "Drag the ethnicity dial.",
        "A bias-free reader, an unbiased model.",
        "Fitzpatrick type IV",
        "the more attractive face",
        "A league table of groups",
        "The average Indian face",
        "the real gender of a person",
        "for Black people",
    ],
)
def test_the_list_finds_what_it_is_for(sentence):
    assert any(re.search(avoided.pattern, sentence) for avoided in AVOIDED)


def test_strings_of_code_are_read_in_one_piece():
    assert _strings(ast.parse('f"She looks{very}Asian"; "a" "b"')) == ["ab", "She looks Asian"]
    assert "Nobody's age is read unasked." in _texts()["facevae/ui/tabs/reading/sentences.py"]


def test_the_card_tells_labels_as_labels():
    card = _texts()["checkpoints/README.md"]
    recognition = results.read(ROOT / "checkpoints/results.json")["face_reader"]["recognition"]
    gender, ethnicity = (f"{100 * recognition[kind]['accuracy']['mean']:.1f} %" for kind in ("gender", "ethnicity"))
    assert "Read as labelled in UTKFace by this network" in card
    assert f"agrees with the labels of gender in {gender} (" in card
    assert f"with those of ethnicity in {ethnicity} (" in card
    assert '"Others" is not a group of people' in card


def test_the_tab_tells_labels_as_labels():
    recognition = results.read(ROOT / "checkpoints/results.json")["face_reader"]["recognition"]
    told = trust(recognition)
    for kind in ("gender", "ethnicity"):
        agrees = f"{100 * recognition[kind]['accuracy']['mean']:.1f}%"
        assert f"{kind.capitalize()}, as labelled in UTKFace. The network agrees with the labels in {agrees}" in told
    shares = Attributes(torch.tensor([30.0]), torch.full((1, 101), 1 / 101), torch.rand(1, 2), torch.rand(1, 5))
    assert "UTKFace's labels" in (bars := " ".join(label_bars(shares).split()))
    assert "a program guessed and people checked" in bars
