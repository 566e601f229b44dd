"""Second decoder of the same latents, trained adversarially for perceptual quality instead of least error."""

from __future__ import annotations

from torch import Tensor

from facevae.models.vae import Decoder, VaeConfig


class SharpDecoder(Decoder):
    """The flagship's decoder with its own convolutions over the flagship's linear sketch.

    Source: Larsen et al. 2016, "Autoencoding beyond pixels using a learned similarity metric"; Blau and Michaeli 2018,
    "The perception-distortion tradeoff".
    """

    def __init__(self, config: VaeConfig) -> None:
        super().__init__(config)
        del self.linear

    def copy_from(self, decoder: Decoder) -> None:
        """Start as the flagship's decoder is."""
        self.load_state_dict({name: value for name, value in decoder.state_dict().items() if name in self.state_dict()})

    # Unlike a flagship's decoder it has no sketch of its own.
    def forward(self, latents: Tensor, sketch: Tensor) -> Tensor:  # pyrefly: ignore[bad-override]
        """Draw faces.

        Args:
            latents: (N, D).
            sketch: (N, 3, L, L), what the flagship's linear path makes of them.
        Returns:
            (N, 3, S, S), not clipped.
        """
        return self.paint(latents, sketch)
