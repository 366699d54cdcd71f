"""Detect turns the frames of an article into typed events: who did what to whom, where, when and with how many casualties."""

from streams.detect.detection import detect

__all__ = ["detect"]
