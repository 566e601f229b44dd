"""What tests over all kinds of models have to know of them."""

CLOSED_FORM = ("eigenfaces", "atlas")
"""Kinds that are found without steps."""
