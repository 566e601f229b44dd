"""What happens in the tab: a part of a shipped face is hidden, filled, and read before and after."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import gradio as gr

from facevae.ui.components.events import Updates
from facevae.ui.photo.current import CurrentFace
from facevae.ui.tabs.fair.board import Column, board
from facevae.ui.tabs.fair.filled_faces import Asked, FilledFaces
from facevae.ui.tabs.fair.reader_error import ReaderError
from facevae.ui.tabs.fair.sentences import STAND_IN, step, verdict
from facevae.ui.tabs.result_stage import Turn

if TYPE_CHECKING:
    from facevae.model import FaceVae


@dataclass(frozen=True)
class FairScreen:
    """The components that handlers take and change.

    Attributes:
        hole, count, style: what is set; see `Asked`.
        notice: whose face is shown, where it is not the current one.
        board: pictures and readings.
        due: a hidden box; another value of it asks for what is set to be made.
        turn: gr.State holding the Turn that says for what the visitor waits.
    """

    hole: gr.Radio
    count: gr.Radio
    style: gr.Radio
    notice: gr.Markdown
    board: gr.HTML
    due: gr.Textbox
    turn: gr.State

    @property
    def settings(self) -> list[gr.Radio]:
        """What is set."""
        return [self.hole, self.count, self.style]


class FairHandlers:
    """Handlers of the tab; nothing is ever read of a face that is not `CurrentFace.public`.

    Args:
        model: fills what is hidden.
        screen: what they change.
        stand_in: the shipped face that is shown in place of somebody's own.
        error: how often the network that reads agrees with the labels; None where that was not measured.
    """

    def __init__(self, model: FaceVae, screen: FairScreen, stand_in: CurrentFace, error: ReaderError | None) -> None:
        self._screen, self._stand_in, self._error = screen, stand_in, error
        self._filled = FilledFaces(model)
        self.forget = self._filled.forget

    def ask(self, face: CurrentFace, turn: Turn, hole: str, count: int, style: str) -> Updates:
        """Show the face, end what was being made, and ask for what is set now."""
        shown, asked = self._shown(face), Asked(hole, count, style)
        waiting = board(self._filled.waiting(shown, asked), self._error, step=step("bar", style))
        return {
            self._screen.notice: gr.update(visible=not face.public, value=STAND_IN.format(shown.name)),
            self._screen.board: waiting,
            self._screen.due: turn.begin(),
        }

    def show(self, due: str, face: CurrentFace, turn: Turn, hole: str, count: int, style: str) -> Iterator[Updates]:
        """Fill what is hidden, read all, and say how far it is; ends where something else was asked for since."""
        shown, asked = self._shown(face), Asked(hole, count, style)
        try:
            for key, columns in self._filled.steps(shown, asked):
                if turn.newest != due:
                    return
                doing = step(key, style) if key else ""
                yield {self._screen.board: board(columns, self._error, verdict=self._said(columns), step=doing)}
        except ValueError as error:
            yield {self._screen.board: board(self._filled.waiting(shown, asked), self._error, verdict=str(error))}

    @staticmethod
    def _said(columns: Sequence[Column]) -> str:
        whole, bar, _, filled = (column.readings for column in columns)
        return verdict(whole, bar, filled) if whole and bar and filled else ""

    def _shown(self, face: CurrentFace) -> CurrentFace:
        return face if face.public else self._stand_in
