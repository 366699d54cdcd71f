"""The bundled English language model (`load`) and the recipe that made it: prepare, train, package, evaluate."""

from streams.model.load import load

__all__ = ["load"]
