"""Training and evaluation of FaceVAE's models; run from a checkout, never installed with the library."""


class TrainError(Exception):
    """A command cannot go on for a reason outside the program; the message is one sentence for who started it."""
