"""Placeholder until the real module is written."""

import torch


def find(faces, sensitivity=0.5):
    return torch.zeros_like(faces[:, :1])
