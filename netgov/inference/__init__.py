"""Inference: which numbers of a network mean something, and how sure they are."""

from __future__ import annotations

from netgov.inference.result import Inference

__all__ = ["Inference"]
