"""How surprising a picture is to the model: it is asked about the current face, and about some that are none."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import gradio as gr

from facevae.latent.likelihood import surprise
from facevae.latent.out_of_distribution import NOT_FACES, PERTURBATIONS
from facevae.ui.components.encoding import data_uri
from facevae.ui.components.events import Updates
from facevae.ui.components.templates import Template
from facevae.ui.photo.current import CurrentFace
from facevae.ui.tabs.inside.histogram import Mark, ReferenceSample

if TYPE_CHECKING:
    from torch import Tensor

    from facevae.model import FaceVae

FACE = "face"
LABELS = {
    FACE: "The current face",
    **{name: perturbation.label for name, perturbation in PERTURBATIONS.items()},
    **{name: label for name, (label, _) in NOT_FACES.items()},
}
"""What the model is asked about, in this order."""

GREY = "grey"
"""What it is asked about that has nothing on it, see ``NOT_FACES``."""

NOT_YET = "The current face has not been asked about yet."

LETTERS = dict(zip(LABELS, "ABCDEFGH", strict=False))

EASY, UNUSUAL, ODD = 1, 90, 99
"""Per cent of the test faces that are likelier: where a picture stops being easier than a face, and where it starts
being an unusual one, and hardly one at all."""

_THUMBNAIL = 160


_ANSWERS = Template("""
<p class="inside-status" role="status">{{ status }}</p>
{%- if plot -%}
{{ plot }}<p class="fv-note">Grey: how many of {{ faces }} test faces, which the model has never seen, cost so much.</p>
{%- endif -%}
{%- if easiest -%}
<p class="inside-easiest"><span class="inside-letter">{{ easiest.letter }}</span> <strong>A plain grey square is \
{{ easiest.verdict }}</strong>, because it is so easy to store. To the model, likely does not mean that there is a \
face.</p>
{%- endif -%}
<ul class="inside-cards">
{%- for card in cards -%}
<li><img src="{{ card.picture }}" alt="" decoding="sync"><div><span class="fv-title">
<span class="inside-letter">{{ card.letter }}</span> {{ card.label }}</span><span class="fv-note">{{ card.note }}</span>
</div></li>
{%- endfor -%}
</ul>
""")


@dataclass(frozen=True)
class _Card:
    """One picture that the model is asked about, and its answer."""

    picture: str
    letter: str
    label: str
    note: str


class TypicalityQuestions:
    """What the model is asked, and what it answers.

    Args:
        model: as ``facevae.load`` returns it.
        reference: the test faces to compare with; None if not measured.
        answers: where the answers are shown.
    """

    def __init__(self, model: FaceVae, reference: ReferenceSample | None, answers: gr.HTML) -> None:
        self._model, self._reference, self._answers = model, reference, answers
        self._answer = functools.lru_cache(maxsize=64)(lambda face, name: surprise(model, self._picture(face, name)))
        measured = reference.alone if reference else {}
        self._known = {name: measured[name] for name in NOT_FACES if name in measured}
        self._alone = functools.cache(lambda name: surprise(model, NOT_FACES[name][1](model.image_size)))

    def first(self) -> str:
        """Return, as HTML, what is known before any face is asked about."""
        return self._html(None, self._known, NOT_YET)

    def clear(self) -> Updates:
        """Take away what was said of another face."""
        return {self._answers: self.first()}

    def ask(self, face: CurrentFace) -> Iterator[Updates]:
        """Ask about one picture after the other; yields all answers so far."""
        answers = dict(self._known)
        asked = [name for name in LABELS if name not in answers]
        for number, name in enumerate(asked, 1):
            yield {self._answers: self._html(face, answers, f"Asking: {number} of {len(asked)} ...")}
            answers[name] = self._alone(name) if name in NOT_FACES else self._answer(face, name)
        yield {self._answers: self._html(face, answers, self.conclusion(answers[FACE]))}

    def conclusion(self, bits: float) -> str:
        """Say in a sentence how surprising a picture of so many bits is to the model."""
        if self._reference is None:
            return f"This picture costs {bits:.2f} bits per colour value; there are no test faces to compare it with."
        return f"To the model this is {_kind(bits, self._reference.percentiles)}: {self._reference.verdict(bits)}."

    def forget(self) -> None:
        """Let go of all faces."""
        self._answer.cache_clear()

    def _picture(self, face: CurrentFace | None, name: str) -> Tensor:
        if face is None or name in NOT_FACES:
            return NOT_FACES[name][1](self._model.image_size)
        return PERTURBATIONS[name].apply(face.pixels) if name in PERTURBATIONS else face.pixels

    def _html(self, face: CurrentFace | None, answers: Mapping[str, float], status: str) -> str:
        told = [name for name in LABELS if name in answers]
        marks = [Mark(LETTERS[name], answers[name]) for name in told]
        return _ANSWERS(
            status=status,
            plot=self._reference.draw(marks) if self._reference else "",
            faces=self._reference.faces if self._reference else 0,
            easiest=self._easiest(answers),
            cards=[self._card(face, name, answers) for name in told],
        )

    def _easiest(self, answers: Mapping[str, float]) -> dict[str, str] | None:
        """What is to be said of the grey square: only where it is likelier than nearly every face."""
        if self._reference is None or GREY not in answers or answers[GREY] > self._reference.percentiles[EASY]:
            return None
        return {"letter": LETTERS[GREY], "verdict": self._reference.verdict(answers[GREY])}

    def _card(self, face: CurrentFace | None, name: str, answers: Mapping[str, float]) -> _Card:
        picture = data_uri(self._picture(face, name), _THUMBNAIL)
        label = face.name if face and name == FACE else LABELS[name]
        return _Card(picture, LETTERS[name], label, self._note(name, answers))

    def _note(self, name: str, answers: Mapping[str, float]) -> str:
        bits = answers[name]
        parts = [f"{bits:.2f} bits"]
        if name in PERTURBATIONS:
            more = bits - answers[FACE]
            parts[0] += f", {abs(more):.2f} {'more' if more > 0 else 'fewer'} than upright"
        if self._reference:
            parts.append(self._reference.verdict(bits))
        return ": ".join(parts)


def _kind(bits: float, percentiles: Sequence[float]) -> str:
    if bits > percentiles[ODD]:
        return "harder to store than nearly any face"
    if bits > percentiles[UNUSUAL]:
        return "harder to store than most faces"
    if bits >= percentiles[EASY]:
        return "as hard to store as most faces"
    return "easier than a face, as smooth pictures are"
