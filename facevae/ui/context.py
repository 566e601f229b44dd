"""What every tab shares: the current face, and the contract between a tab and the frame.

A tab module holds one ``TAB = Tab(key, title, invitation, build)``. The frame opens a ``gr.Tab``, writes the
invitation, and calls ``build(context)`` inside it. A tab reads the face through ``context.face`` as a handler's
input, and changes it for all tabs by listing ``context.face`` among a handler's outputs and returning
``{context.face: current_face(pixels, name)}``: the header and the visible tab then follow by themselves.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import gradio as gr
from gradio.blocks import Block
from gradio.components import Component
from starlette.requests import Request
from starlette.responses import Response

from facevae.ui.components.events import Updates
from facevae.ui.components.turns import Turns
from facevae.ui.photo.current import CurrentFace
from facevae.ui.photo.store import PhotoStore

if TYPE_CHECKING:
    from torch import Tensor

    from facevae.model import FaceVae

SLIDERS = "sliders"
"""Key of the tab that takes the codes which other tabs hand on."""


@dataclass(frozen=True)
class Handed:
    """A code that one tab hands to the sliders.

    Attributes:
        latents: (1, D), in units of the prior's standard deviation.
        name: what the sliders call its face.
    """

    latents: Tensor = field(repr=False)
    name: str


@dataclass(frozen=True)
class Context:
    """What the frame gives a tab.

    Attributes:
        model: the loaded model, first argument of library functions.
        face: gr.State holding the CurrentFace; an input to read it, an output to change it for all tabs.
        visible: gr.State holding the key of the tab that is shown.
        tab: the gr.Tab being built, and `key`, its Tab.key.
        bar: the gr.Tabs that all tabs are in.
        code: gr.State holding the Handed that the sliders are to show, or None; see `open_sliders`.
        due: a hidden box outside the tabs, which takes the key of a face that this tab has to show.
        photo_store: the photos that faces came from.
        routes: (path, async handler) pairs of POST routes the tab wants; append to it.
        head, css: further HTML for <head>, and CSS; append to them.
        forget: functions called when a visitor leaves; append those that empty what was kept of faces.
        turns: who computes when; what a route computes goes through it, as handlers do by themselves.
    """

    model: FaceVae
    face: gr.State
    visible: gr.State
    tab: gr.Tab
    key: str
    bar: gr.Tabs
    code: gr.State
    due: gr.Textbox
    photo_store: PhotoStore
    routes: list[tuple[str, Callable[[Request], Awaitable[Response]]]]
    head: list[str]
    css: list[str]
    forget: list[Callable[[], None]]
    turns: Turns = field(default_factory=Turns)

    @property
    def to_sliders(self) -> list[Block]:
        """Outputs of a handler that returns `open_sliders(latents, name)`, alone or with others."""
        return [self.code, self.bar, self.visible]

    def open_sliders(self, latents: Tensor, name: str) -> Updates:
        """Open the sliders on a code, (1, D); `name` is what they call its face."""
        return {self.code: Handed(latents, name), self.bar: gr.Tabs(selected=SLIDERS), self.visible: SLIDERS}

    def on_face(
        self,
        fn: Callable[..., Updates],
        inputs: Sequence[Component] = (),
        outputs: Sequence[Block] = (),
        *,
        at_start: bool = False,
    ) -> None:
        """Call ``fn(face, *inputs)`` whenever this tab is visible with a face it has not shown yet.

        A hidden tab does no work, and a tab shown again with the same face keeps what the person made.

        Args:
            fn: takes the CurrentFace and the values of `inputs`, returns a value for each of the `outputs` that change.
            inputs: components whose values it takes after the face.
            outputs: components that it may change.
            at_start: do it once for the face that the page starts with, before any visitor opens it; for what is seen
                first. What it returns are plain values, or ``gr.update``.
        """
        seen = gr.State("")

        def due(face: CurrentFace, seen_key: str, visible_key: str = self.key) -> Any:
            return face.key if visible_key == self.key and face.key != seen_key else gr.skip()

        def refresh(face: CurrentFace, *values: Any) -> Updates:
            changed = fn(face, *values)
            return {seen: face.key, **({} if changed == gr.skip() else changed)}

        if at_start:
            for component, value in refresh(self.face.value, *(source.value for source in inputs)).items():
                if isinstance(component, Component):
                    _begin_with(component, value)

        # Whether there is anything to do goes through a box outside the tabs: any update of a gr.HTML in a tab that was
        # never opened takes its properties away, even gr.skip().
        quiet: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}
        # A page that opens selects its first tab, so this is also how the first face arrives.
        self.tab.select(due, [self.face, seen], self.due, **quiet)
        self.face.change(due, [self.face, seen, self.visible], self.due, **quiet)
        self.due.change(refresh, [self.face, *inputs], [seen, *outputs], **quiet)


def _begin_with(component: Component, returned: Any) -> None:
    """Let the page start with what a handler returned for a component."""
    if not (isinstance(returned, dict) and returned.get("__type__") == "update"):
        component.value = returned
        return
    for name, value in returned.items():
        if hasattr(component, name):
            setattr(component, name, value)


@dataclass(frozen=True)
class Tab:
    """One tab of the app.

    Attributes:
        key: stable id, in the address (``/?tab=key``) and in elem_ids (``tab-key``).
        title: what the tab is called on screen.
        invitation: one sentence that says what to try.
        build: draws the tab and connects its handlers; called once inside an open ``gr.Tab``.
    """

    key: str
    title: str
    invitation: str
    build: Callable[[Context], None]


@dataclass(frozen=True)
class TabGroup:
    """Tabs that belong together: what the bar calls them, and the tabs in order."""

    title: str
    tabs: tuple[Tab, ...]
