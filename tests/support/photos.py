"""Photos with a real face, made from the portrait of assets/."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageOps

ASSETS = Path(__file__).parents[2] / "assets"
PORTRAIT = ASSETS / "astronaut.jpg"


def couple() -> Image.Image:
    """The same face twice, the second mirrored and a little smaller, on blue."""
    face = Image.open(PORTRAIT).convert("RGB").resize((256, 256))
    photo = Image.new("RGB", (640, 320), (70, 80, 120))
    photo.paste(face, (30, 30))
    photo.paste(ImageOps.mirror(face).resize((200, 200)), (400, 60))
    return photo
