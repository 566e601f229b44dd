"""The frame around the tabs: the page, the current face, and what a tab needs from them."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr
from gradio.blocks import Block
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Route

from facevae.photos import cell
from facevae.ui import theme
from facevae.ui.components import page_files, pictures, result, tab_groups
from facevae.ui.components.base import text
from facevae.ui.components.early_scripts import SCRIPTS as EARLY
from facevae.ui.components.early_scripts import EarlyScripts
from facevae.ui.components.events import Updates
from facevae.ui.components.here import MOST_PAGES, OpenPages
from facevae.ui.components.here import PATH as HERE
from facevae.ui.components.shared_pictures import PATH as PICTURES
from facevae.ui.components.shared_pictures import SharedPictures
from facevae.ui.components.turns import PATH as TURNS
from facevae.ui.components.turns import Turns
from facevae.ui.context import Context, Tab
from facevae.ui.lecture import handlers as lecture_view
from facevae.ui.lecture.plan import shipped_lecture
from facevae.ui.links import handlers as link_handlers
from facevae.ui.photo import header
from facevae.ui.photo.examples import PORTRAITS, portrait
from facevae.ui.photo.route import PATH, photo_route
from facevae.ui.photo.store import PhotoStore
from facevae.ui.programs import endpoints
from facevae.ui.report.report import Report
from facevae.ui.tabs.registry import GROUPS, TABS
from facevae.ui.voting.route import Voting

if TYPE_CHECKING:
    from facevae.lecture import Lecture
    from facevae.model import FaceVae

MAX_UPLOAD = "64mb"

COMPRESSED = Middleware(GZipMiddleware, compresslevel=6)
"""For the page and the answers of handlers: Gradio itself compresses only what has the ending of a text file.

Pictures, and the stream that tells a page what its handlers are at, pass as they are.
"""

SCRIPTS = [
    *(Path(__file__).with_name("static") / name for name in ("language.js", "address.js")),
    result.SCRIPT,
]
"""What runs in <head>, before the page is there."""


@dataclass
class Demo:
    """The whole page, and what it needs at launch."""

    blocks: gr.Blocks
    routes: list = field(default_factory=list)
    head: list[str] = field(default_factory=list)
    css: list[str] = field(default_factory=list)
    shared: SharedPictures = field(default_factory=SharedPictures)
    voting: Voting = field(default_factory=Voting)
    turns: Turns = field(default_factory=Turns)

    def launch(self, **more: Any) -> tuple:
        """Serve the page; `more` are further arguments of ``gr.Blocks.launch``."""
        cell.start()
        routes = [Route(path, handler, methods=["POST"]) for path, handler in self.routes]
        routes.extend([Route(PICTURES, self.shared.answer), *self.voting.routes()])
        routes.append(Route(TURNS, self.turns.answer))
        for number, handler in self.blocks.fns.items():
            if handler.fn is not None:
                handler.fn = self.turns.in_turn(f"handler {number}", handler.fn)
        self.blocks.queue(default_concurrency_limit=None)
        return self.blocks.launch(
            theme=theme.theme(),
            css="\n".join([*map(text, (theme.STYLE, pictures.STYLE, result.STYLE)), *self.css]),
            head="\n".join(self.head),
            app_kwargs={"routes": routes, "middleware": [COMPRESSED, Middleware(EarlyScripts, scripts=EARLY)]},
            run_history=False,
            ssr_mode=False,
            max_file_size=MAX_UPLOAD,
            state_session_capacity=MOST_PAGES,
            footer_links=["api", "settings"],
            **more,
        )

    def close(self) -> None:
        """Stop serving."""
        self.blocks.close()


def build_demo(model: FaceVae, tabs: Sequence[Tab] = TABS, lecture: Lecture | None = None) -> Demo:
    """Draw the page around a model.

    Args:
        model: as ``facevae.load`` returns it.
        tabs: which tabs, in order; at least one.
        lecture: the page opens with it; None offers the shipped one, by a button below the page.
    Returns:
        The page, ready to launch.
    """
    _use_own_folder()
    with gr.Blocks(title="FaceVAE", fill_width=True, delete_cache=(3600, 3600), analytics_enabled=False) as blocks:
        demo = Demo(blocks, head=[header.style(), *(f"<script>{text(script)}</script>" for script in SCRIPTS)])
        photo_store = PhotoStore()
        pages = OpenPages(blocks)
        demo.routes.extend([(PATH, photo_route(photo_store)), (HERE, pages.answer)])
        face = gr.State(portrait(model, PORTRAITS[0]))
        demo.head.extend([*page_files.page_head(), *_grouping(tabs)])
        header.build(model, face, photo_store, blocks, demo.shared)
        link_handlers.build(model, face)
        endpoints.build(model)
        if held := lecture or shipped_lecture([tab.key for tab in tabs]):
            demo.head.extend([page_files.style("lecture.css"), page_files.style("lecture_tabs.css")])
            lecture_view.build(model, face, held, opens=lecture is not None)
        Report(elem_id="report")
        forget = _draw_tabs(demo, tabs, model, face, photo_store, pages)
        _queue_what_sets(face, blocks)
        result.mark_work(blocks)
        blocks.unload(_leaving(photo_store, pages, forget))
        demo.head.extend(_move_out_pictures(demo, tabs[0].key))
    return demo


def _use_own_folder() -> None:
    """Let Gradio keep its files in a folder of this process, unless GRADIO_TEMP_DIR names one.

    Its usual one, gradio in the machine's folder for temporary files, belongs to whoever ran a Gradio app first.
    """
    if not os.environ.get("GRADIO_TEMP_DIR"):
        folder = tempfile.mkdtemp(prefix="facevae-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        os.environ["GRADIO_TEMP_DIR"] = folder


def _grouping(tabs: Sequence[Tab]) -> list[str]:
    """Return the lines for <head> that put the tabs into their groups; none for tabs of one group."""
    keys = [(group.title, [tab.key for tab in group.tabs if tab in tabs]) for group in GROUPS]
    groups = [(title, inside) for title, inside in keys if inside]
    return tab_groups.groups_head(groups) if len(groups) > 1 else []


def _draw_tabs(
    demo: Demo, tabs: Sequence[Tab], model: FaceVae, face: gr.State, photo_store: PhotoStore, pages: OpenPages
) -> list[Callable[[], None]]:
    """Draw all tabs; returns what is to be called when a visitor leaves."""
    forget: list[Callable[[], None]] = []
    visible, code = gr.State(tabs[0].key), gr.State(None)
    due = {tab.key: gr.Textbox(visible="hidden", elem_id=f"due-{tab.key}") for tab in tabs}
    with gr.Tabs(elem_id="tabs", overflow_behavior="wrap") as bar:
        opening = _opening(tabs, bar, visible, pages)
        demo.blocks.load(opening, None, [bar, visible], api_visibility="private", queue=False)
        for tab in tabs:
            with gr.Tab(tab.title, id=tab.key, elem_id=f"tab-{tab.key}") as item:
                gr.Markdown(f"## {tab.title}\n\n{tab.invitation}", elem_classes="fv-invitation")
                context = Context(
                    model=model,
                    face=face,
                    visible=visible,
                    tab=item,
                    key=tab.key,
                    bar=bar,
                    code=code,
                    due=due[tab.key],
                    photo_store=photo_store,
                    routes=demo.routes,
                    turns=demo.turns,
                    head=demo.head,
                    css=demo.css,
                    forget=forget,
                )
                tab.build(context)
            item.select(lambda key=tab.key: key, None, visible, api_visibility="private", queue=False)
    return forget


def _move_out_pictures(demo: Demo, first: str) -> list[str]:
    """Give the pictures that the page opens with addresses; returns the lines for <head> that ask for the first ones.

    Those are of the header and of the first tab: they are to be there as soon as there is something to put them into.
    """
    seen: dict[str, None] = {}
    for block in demo.blocks.blocks.values():
        if isinstance(block, gr.HTML):
            moved = demo.shared.move_out_of(block)
            seen.update(dict.fromkeys(moved if _tab_of(block) in (None, first) else ()))
    return [f'<link rel="preload" as="image" href="{address}">' for address in seen]


def _tab_of(block: Block) -> str | int | None:
    """Return the key of the tab that something is in, if any."""
    inside = block.parent
    while inside is not None and not isinstance(inside, gr.Tab):
        inside = inside.parent
    return inside.id if inside is not None else None


def _leaving(
    photo_store: PhotoStore, pages: OpenPages, forget: Sequence[Callable[[], None]]
) -> Callable[[gr.Request], None]:
    """Return what happens when a page is closed: nothing of its visitor stays in any cache."""

    def leave(request: gr.Request) -> None:
        photo_store.close(request.session_hash)
        pages.close(request.session_hash)
        for empty in forget:
            empty()

    return leave


def _queue_what_sets(face: gr.State, blocks: gr.Blocks) -> None:
    """Send what sets the face through the queue: a change made past it does not reach the page."""
    for handler in blocks.fns.values():
        if face in handler.outputs:
            handler.queue = True


def _opening(tabs: Sequence[Tab], bar: gr.Tabs, visible: gr.State, pages: OpenPages) -> Callable[[gr.Request], Updates]:
    """Return what notes that a page is open, and opens the tab that its address asks for, ``/?tab=key``.

    Without such a tab nothing is opened: whoever was quick to choose another one than the first stays there.
    """
    keys = [tab.key for tab in tabs]

    def open_tab(request: gr.Request) -> Updates:
        pages.open(request.session_hash)
        asked = request.query_params.get("tab")
        return {bar: gr.Tabs(selected=asked), visible: asked} if asked in keys else gr.skip()

    return open_tab
