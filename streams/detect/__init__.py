"""Frames to typed events: who, whom, where, when, how many."""

from streams.detect.detection import detect

__all__ = ["detect"]
