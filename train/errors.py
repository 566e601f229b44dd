"""What goes wrong for a reason outside the program."""


class TrainError(Exception):
    """A command cannot go on; the message is one sentence for the person who started it."""
