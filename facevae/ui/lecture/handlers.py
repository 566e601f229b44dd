"""What the server does in a lecture: it takes the face of a step, and answers the step's question about it."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import gradio as gr

from facevae.checkpoints import CheckpointError
from facevae.lecture import QUESTIONS, Asked, Lecture, ask
from facevae.ui.components.events import CLICKED, Updates
from facevae.ui.lecture.plan import plan
from facevae.ui.lecture.stage import Stage
from facevae.ui.photo.current import CurrentFace
from facevae.ui.photo.examples import named, portraits

if TYPE_CHECKING:
    from facevae.model import FaceVae

UNCLEAR = "With none of the faces at hand is there a clear answer."
UNKNOWN = "The face that this link names is not here any more; this is the step's own."
UNMEASURED = "There are no figures here to answer this from."

_KEPT = 64
"""Answers that are kept; of shipped and invented faces alone, for which they are the same for every visitor."""


def build(model: FaceVae, face: gr.State, lecture: Lecture, *, opens: bool) -> None:
    """Draw the stage, which nobody sees before a lecture starts, and connect it.

    Args:
        model: as ``facevae.load`` returns it.
        face: the gr.State of the current face.
        lecture: what is held.
        opens: whether a page opens with it.
    """
    stage = Stage(elem_id="lecture", opens=opens, **plan(lecture))
    handlers = LectureHandlers(model, face, lecture, stage)
    stage.take(handlers.take, face, [face, stage], **CLICKED)
    stage.ask(handlers.ask, face, stage, **CLICKED)


class LectureHandlers:
    """What happens as steps begin.

    Args:
        model: as ``facevae.load`` returns it.
        face: the gr.State of the current face.
        lecture: what is held.
        stage: where it is held.
    """

    def __init__(self, model: FaceVae, face: gr.State, lecture: Lecture, stage: Stage) -> None:
        self._model, self._face, self._lecture, self._stage = model, face, lecture, stage
        self._named = functools.lru_cache(_KEPT)(functools.partial(named, model))
        self._shipped = functools.cache(lambda: portraits(model))
        self._of_public = functools.lru_cache(_KEPT)(self._compute)

    def take(self, current: CurrentFace, event: gr.EventData) -> Updates:
        """Work on the face of a step; one that is in use already stays, and nothing is made anew."""
        index, turn = Stage.read(event, len(self._lecture.steps))
        try:
            face = self._named(Stage.linked_face(event) or self._lecture.steps[index].face)
        except LookupError:
            gr.Warning(UNKNOWN)
            face = self._named(self._lecture.steps[index].face)
        taken: Updates = {self._stage: gr.update(taken=turn)}
        return taken if face.key == current.key else {self._face: face, **taken}

    def ask(self, current: CurrentFace, event: gr.EventData) -> Any:
        """Answer the question of a step about the face in use."""
        index, turn = Stage.read(event, len(self._lecture.steps))
        key = self._lecture.steps[index].question
        if key is None:
            raise gr.Error("This step has no question.", print_exception=False)
        # What is computed of somebody's own face is kept by nobody.
        compute = self._of_public if current.public else self._compute
        try:
            answer = told(compute(key, current), UNCLEAR if QUESTIONS[key].about_face else UNMEASURED)
        except CheckpointError as error:
            answer = {"right": -1, "sentence": str(error), "note": ""}
        return gr.update(answer={"turn": turn, **answer})

    def _compute(self, key: str, face: CurrentFace) -> Asked | None:
        return ask(QUESTIONS[key], self._model, face, self._shipped())


def told(asked: Asked | None, otherwise: str) -> dict[str, Any]:
    """Return an answer as the page takes it: the index of the right choice, or -1, and what is said of it.

    Args:
        asked: the question with its answer.
        otherwise: what is said where there is none.
    """
    if asked is None:
        return {"right": -1, "sentence": otherwise, "note": ""}
    right = asked.question.choices.index(asked.answer.answer)
    return {"right": right, "sentence": asked.answer.sentence, "note": asked.note}
