"""What the people of a crowd do: each brings a marked photo, uses the tabs, and looks whose the pictures are."""

from __future__ import annotations

import asyncio
import io
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import httpx
import numpy as np
from PIL import Image, ImageDraw

from facevae.ui.components.encoding import data_address
from facevae.ui.photo.route import PATH as PHOTO
from facevae.ui.tabs.sliders.route import PATH as DECODE
from tests.benchmarks.crowd_marks import few, mark, pictures_in
from tests.benchmarks.crowd_page import Page
from tests.benchmarks.crowd_seen import DRAG, REST, RESTORE, Crowd, latents
from tests.support.pictures import saved

SIZE_VIEWS = "nine", "map", "learning"
"""What the tab Size can show."""

PAUSE = 1.0, 3.0
"""Seconds between two actions of a person."""

TICK, TICKS = 0.1, 20
"""Seconds between two moves of a hand that drags, and how many moves a drag has."""

OWN = (
    "photo-panel",
    "current-face",
    "damage-compare",
    "denoise-compare",
    "inpaint-compare",
    "photo-repair-result",
    "morph-corner-0",
)
"""Components in which every picture is of the person's own photo or face."""


@dataclass
class Person:
    """One visitor.

    Args:
        crowd: that the person is in.
        who: the number of their mark.
        seed: of all that they do.
    """

    crowd: Crowd
    who: int
    seed: int

    def __post_init__(self) -> None:
        self._dice, self._tab = random.Random(self.seed), "damage"
        self._page = Page(self.crowd.address, self.crowd.config, self._hear)
        self._fault = ""

    async def visit(self, actions: float = float("inf")) -> None:
        """Come, bring a photo, and do things until it is time to go, or for so many actions."""
        marked = mark(self.who)
        self.crowd.marks[self.who] = marked.seen
        await asyncio.sleep(self._dice.uniform(0, PAUSE[1]))
        try:
            await self._timed(REST, "open the page", self._page.open)
            await self._timed(REST, "upload", lambda: self._upload(marked.file))
            done = 2
            while done < actions and not self.crowd.over:
                await asyncio.sleep(self._dice.uniform(*PAUSE))
                await self._dice.choices(list(ACTIONS), list(ACTIONS.values()))[0](self)
                done += 1
        finally:
            await self._page.close()
            del self.crowd.marks[self.who]

    async def everything(self) -> None:
        """Do each thing once, so that whoever comes later finds all networks loaded."""
        marked = mark(self.who)
        self.crowd.marks[self.who] = marked.seen
        await self._page.open()
        await self._upload(marked.file)
        for action in ACTIONS:
            await action(self)
        for view in SIZE_VIEWS:  # each has networks of its own
            await self._set(REST, "size, a view", "size-view", view)
        await self._page.rest()
        await self._page.close()
        del self.crowd.marks[self.who]

    def _hear(self, name: str, took: float, queued: float, fault: str) -> None:
        seen = self.crowd.seen
        seen.handlers[name].append(took)
        seen.queued[name].append(queued)
        if fault == "busy":
            seen.busy[name] += 1
        elif fault:
            seen.faults[name, fault] += 1
        self._fault = self._fault or fault

    async def _timed(self, kind: str, name: str, doing: Callable[[], Awaitable[None]]) -> None:
        """Do something, note how long it took as the person feels it, and look at the pictures that came."""
        self._page.answered.clear()
        self._fault, began = "", time.perf_counter()
        try:
            await doing()
        except (httpx.HTTPError, RuntimeError) as error:
            self._hear(name, time.perf_counter() - began, 0, f"{type(error).__name__}: {error}")
        took, seen = time.perf_counter() - began, self.crowd.seen
        seen.requests += 1
        if not self._fault:
            seen.took[kind, name].append(took)
        for number, value in list(self._page.answered):
            where = self.crowd.config.components[number]["props"].get("elem_id")
            if where in OWN and len(self.crowd.marks) > 1:
                for picture in pictures_in(value):
                    seen.check(where, few(picture), self.who, self.crowd.marks)

    async def _upload(self, file: bytes) -> None:
        answer = await self._page.http.post(PHOTO, content=file)
        sent = answer.json() if answer.status_code == httpx.codes.OK else {}
        if "token" not in sent:
            raise RuntimeError(f"{answer.status_code} {answer.text[:200]}")
        await self._page.fire("photo", "take", {"token": sent["token"]})

    async def _open(self, tab: str) -> None:
        """Open a tab, if it is not the one that is open."""
        if tab != self._tab:
            self._tab = tab
            await self._timed(REST, f"open {tab}", lambda: self._page.fire(f"tab-{tab}", "select"))
            await asyncio.sleep(self._dice.uniform(*PAUSE))

    async def _set(self, kind: str, name: str, elem_id: str, value: object, event: str = "input") -> None:
        await self._timed(kind, name, lambda: self._page.change(elem_id, value, event))

    async def damage(self) -> None:
        """Choose a damage, or how strong it is."""
        await self._open("damage")
        if self._dice.random() < 0.3:
            chosen = self._dice.sample(["gaussian-noise", "block", "scratches", "salt-and-pepper"], 1)
            await self._set(RESTORE, "damage", "damage-chosen", chosen)
        else:
            await self._set(RESTORE, "damage", "damage-scratches-count", self._dice.randrange(5, 40))

    async def save(self) -> None:
        """Save the restored face or photo."""
        await self.damage()
        await self._timed(REST, "save", lambda: self._page.fire("damage-download", "click"))

    async def look(self) -> None:
        """Look at the face, or at the whole photo."""
        await self._open("damage")
        where = self._dice.choice(["face", "face", "photo"])
        await self._set(RESTORE, "damage, face or photo", "damage-where", where)

    async def denoise(self) -> None:
        """Drag the noise level."""
        await self._open("denoise")
        at = self._dice.randrange(10, 60)
        for step in range(4):
            await self._set(RESTORE, "denoise", "denoise-sigma", at + 5 * step)

    async def inpaint(self) -> None:
        """Hide a part of the face."""
        await self._open("inpaint")
        await self._set(RESTORE, "inpaint", "paint", self._hole())

    async def nine(self) -> None:
        """Ask who else it could have been."""
        await self._open("inpaint")
        await self._set(RESTORE, "inpaint", "paint", self._hole())
        await self._timed(REST, "nine answers", lambda: self._page.fire("inpaint-more", "click"))

    def _hole(self) -> str:
        mask = Image.new("RGBA", (128, 128))
        left, top = self._dice.randrange(20, 60), self._dice.randrange(20, 60)
        ImageDraw.Draw(mask).rectangle((left, top, left + 40, top + 25), fill=(0, 0, 0, 255))
        return data_address(saved(mask, "PNG"), "image/png")

    async def repair(self) -> None:
        """Have the photo restored, and look at it more or less real."""
        await self._open("repair")
        await self._set(RESTORE, "repair", "repair-dial", self._dice.randrange(0, 101, 10))

    async def sliders(self) -> None:
        """Drag a slider: one request after the other, the newest move each time."""
        await self._open("sliders")
        began = time.perf_counter()
        for tick in range(TICKS):
            await asyncio.sleep(max(0.0, began + tick * TICK - time.perf_counter()))
            await self._timed(DRAG, "sliders", lambda at=tick: self._draw(at))
        await self._timed(DRAG, "sliders, at rest", lambda: self._draw(TICKS, "?style=real"))

    async def _draw(self, tick: int, style: str = "") -> None:
        body = latents(self.who, self.crowd.dim, 0.3 * np.sin(tick / 5))
        answer = (await self._page.http.post(DECODE + style, content=body)).raise_for_status()
        picture = Image.open(io.BytesIO(answer.content))
        picture.draft("RGB", (64, 64))
        self.crowd.seen.check("sliders", few(picture), self.who, self.crowd.drawn)

    async def reading(self) -> None:
        """Ask for the age, and drag a patch over the face."""
        await self._open("reading")
        await self._timed(REST, "read the age", lambda: self._page.fire("reading-ask", "click"))
        across = self._dice.uniform(0.2, 0.6)
        for step in range(6):
            patch = {"on": True, "across": across + 0.03 * step, "down": 0.4, "size": 0.25, "filler": "grey"}
            await self._set(DRAG, "patch", "reading-patch", patch)

    async def morph(self) -> None:
        """Put another face into a corner, and turn the dial."""
        await self._open("morph")
        wish = {"corner": self._dice.randrange(1, 4), "source": "random"}
        corner = f"morph-corner-{wish['corner']}"
        await self._timed(REST, "morph, a corner", lambda: self._page.fire(corner, "input", wish))
        for dial in self._dice.sample(range(0, 101, 10), 3):
            await self._set(DRAG, "morph, the dial", "morph-dial", dial)

    async def film(self) -> None:
        """Make a film, and save it."""
        await self._open("morph")
        await self._timed(REST, "film", lambda: self._page.fire("morph-film-make", "click"))
        await self._timed(REST, "save the film", lambda: self._page.fire("morph-mp4", "click"))

    async def kernels(self) -> None:
        """Look at kernels; all but the first picture is made on the page."""
        await self._open("kernels")

    async def code(self) -> None:
        """Throw the dice, and switch numbers off."""
        await self._open("code")
        seed = self._dice.randrange(1000)
        await self._set(REST, "code, the dice", "code-pictures", {"model": "latent256-beta1", "seed": seed})
        for count in (1, 5, 20):
            off = sorted(self._dice.sample(range(self.crowd.dim), min(count, self.crowd.dim)))
            await self._set(DRAG, "code, the bits", "code-bars", off)

    async def size(self) -> None:
        """Compare nine models, and walk over the map."""
        await self._open("size")
        await self._set(REST, "size, a view", "size-view", self._dice.choice(SIZE_VIEWS))
        for _ in range(4):
            place = {"x": self._dice.uniform(-2, 2), "y": self._dice.uniform(-2, 2)}
            await self._timed(DRAG, "size, the map", lambda at=place: self._page.fire("size-map", "select", at))

    async def fair(self) -> None:
        """Look who is read how well."""
        await self._open("fair")
        await self._set(REST, "fair", "fair-hide", self._dice.choice(["eyes", "left-half"]))


ACTIONS: dict[Callable[[Person], Awaitable[None]], float] = {
    Person.damage: 4,
    Person.look: 1,
    Person.save: 0.5,
    Person.denoise: 3,
    Person.inpaint: 3,
    Person.nine: 0.7,
    Person.repair: 0.7,
    Person.sliders: 3,
    Person.reading: 1.5,
    Person.morph: 1.5,
    Person.film: 0.3,
    Person.kernels: 0.7,
    Person.code: 1.5,
    Person.size: 1.5,
    Person.fair: 0.7,
}
"""How often each is done, in proportion to the others."""
