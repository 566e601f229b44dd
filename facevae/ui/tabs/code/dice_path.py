"""A face's way through a VAE as a component of the page: photo, mean and deviation, dice, code, picture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import gradio as gr

from facevae.ui.components.base import PageComponent
from facevae.ui.components.controls import MAX_SEED


class DicePath(PageComponent):
    """The way of the current face, and one number of its code opened up.

    Its value is what is chosen, ``{"model": name, "seed": whole number}``; ``input`` comes as a person chooses anew. A
    handler shows a way with ``gr.update(shown=...)``, see ``dice.shown``.

    Args:
        value: the first choice.
        elem_id: of the component on the page.
        models: name and label of each model to choose from.
        shown: the first way; None before there is one.
    """

    def __init__(
        self,
        value: Mapping[str, Any] | None = None,
        *,
        elem_id: str,
        models: Mapping[str, str] | None = None,
        shown: Mapping[str, Any] | None = None,
        **props: Any,
    ) -> None:
        props.setdefault("most_seed", MAX_SEED)
        super().__init__(value, elem_id=elem_id, models=dict(models or {}), shown=shown, **props)

    def preprocess(self, payload: object) -> dict[str, Any]:
        """Read what the browser sends, which is whatever a client chose to.

        Args:
            payload: expected a dict of `model`, one of the models, and `seed`, from 0 to ``MAX_SEED``.
        Returns:
            The same two.
        Raises:
            gr.Error: anything else; one sentence.
        """
        model, seed = (payload.get(name) if isinstance(payload, dict) else None for name in ("model", "seed"))
        models = tuple(self.props["models"])
        if model not in models or type(seed) is not int or not 0 <= seed <= MAX_SEED:
            sentence = f"model must be one of {', '.join(models)}, and seed a whole number from 0 to {MAX_SEED}."
            raise gr.Error(sentence, title="These dice cannot be thrown", print_exception=False)
        return {"model": model, "seed": seed}

    def api_info(self) -> dict[str, Any]:
        """Say what the value is to programs."""
        properties = {"model": {"type": "string"}, "seed": {"type": "integer"}}
        return {"type": "object", "properties": properties, "description": "which model, and the seed of its dice"}
