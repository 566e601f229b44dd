"""`python -m tests.benchmarks.sliders`: from moving a slider to the new face on the screen, from the last move to the
real face, and ten people at once.

Everything is measured in one run on one machine, beside the floor: a route that answers at once with a picture that is
there already, drawn on the same canvas.
"""

from __future__ import annotations

import json
import statistics
import threading
import time
import urllib.request

import numpy as np
from playwright.sync_api import Page, sync_playwright
from starlette.requests import Request
from starlette.responses import Response

import facevae
from facevae.ui.app import build_demo
from facevae.ui.components.encoding import jpeg
from facevae.ui.tabs.sliders import route
from tests.support import chromium

MOVES = 150
RESTS = 20
PEOPLE = 10
SECONDS = 10
EMPTY = "/facevae/empty"

_DRAG = """
async ([path, moves]) => {
  const board = document.querySelector('.live'), canvas = board.querySelector('canvas');
  const range = [...board.querySelectorAll('input[type=range]')].find((input) => input.offsetParent);
  board.dataset.path = path;
  const taken = [];
  for (let move = 0; move < moves; move++) {
    const before = canvas.dataset.drawn, began = performance.now();
    range.value = 2 * Math.sin(move / 5);
    range.dispatchEvent(new Event('input', {bubbles: true}));
    while (canvas.dataset.drawn === before) await new Promise((done) => requestAnimationFrame(done));
    taken.push(performance.now() - began);
  }
  return taken;
}
"""

_REST = """
async (rests) => {
  const board = document.querySelector('.live'), canvas = board.querySelector('canvas');
  const range = [...board.querySelectorAll('input[type=range]')].find((input) => input.offsetParent);
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const taken = [];
  for (let rest = 0; rest < rests; rest++) {
    const before = canvas.dataset.drawn, began = performance.now();
    range.value = 2 * Math.sin(rest);
    range.dispatchEvent(new Event('input', {bubbles: true}));
    while (canvas.dataset.drawn === before || canvas.dataset.style !== 'real') await frame();
    taken.push(performance.now() - began);
  }
  return taken;
}
"""


def main() -> None:
    """Serve the app, measure, and print one JSON object; milliseconds."""
    model = facevae.load("face")
    demo = build_demo(model)
    picture = jpeg(model.decode(model.vae.directions[:1]), 384, quality=90)

    async def empty(request: Request) -> Response:
        await request.body()
        return Response(picture, media_type="image/jpeg", headers={"Cache-Control": "no-store"})

    demo.routes.append((EMPTY, empty))
    _, address, _ = demo.launch(prevent_thread_lock=True, quiet=True, inbrowser=False)
    try:
        with sync_playwright() as playwright:
            browser = chromium.launch(playwright)
            page = browser.new_page()
            page.goto(address + "?tab=sliders")
            page.wait_for_selector(".live canvas[data-drawn]")
            floor, drag = (described(_drag(page, path)) for path in (EMPTY, route.PATH))
            rest = described(page.evaluate(_REST, RESTS)) if "real" in model.styles else None
            browser.close()
        above = {key: round(drag[key] - floor[key], 1) for key in ("p50", "p95")}
        reference = described(people(address.rstrip("/") + route.PATH, model.latent_dim))
        print(
            json.dumps(
                {
                    "floor": floor,
                    "drag": drag,
                    "above_the_floor": above,
                    "at_rest": rest,
                    f"{PEOPLE}_people": reference,
                },
                indent=1,
            )
        )
    finally:
        demo.close()


def _drag(page: Page, path: str) -> list[float]:
    page.evaluate(_DRAG, [path, 20])  # the first ones pay for warming up
    return page.evaluate(_DRAG, [path, MOVES])


def people(url: str, dim: int) -> list[float]:
    """Let several people drag at once, each asking for the next face as soon as the last has come; milliseconds."""
    taken: list[float] = []
    until = time.monotonic() + SECONDS

    def drag(seed: int) -> None:
        random = np.random.default_rng(seed)
        while time.monotonic() < until:
            body = random.normal(size=dim).astype("<f4").tobytes()
            began = time.monotonic()
            with urllib.request.urlopen(urllib.request.Request(url, body, method="POST")) as answer:
                answer.read()
            taken.append(1000 * (time.monotonic() - began))

    reference = [threading.Thread(target=drag, args=(number,)) for number in range(PEOPLE)]
    for person in reference:
        person.start()
    for person in reference:
        person.join()
    return taken


def described(taken: list[float]) -> dict[str, float]:
    """Return the median, the 95th percentile and the count."""
    return {
        "p50": round(statistics.median(taken), 1),
        "p95": round(float(np.percentile(taken, 95)), 1),
        "count": len(taken),
    }


if __name__ == "__main__":
    main()
