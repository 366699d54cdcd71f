"""The bundled English language model (`load`) and the recipe that made it: prepare, train, package, evaluate."""

import os

# Or onnxruntime 1.32 gives the machine an id and keeps a database of events for Microsoft in the user's folders, from its import on.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

from streams.model.load import load

__all__ = ["load"]
