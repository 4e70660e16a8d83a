"""What stands for values: the same for the same ones, in every process and on every machine."""

import pickle
from hashlib import blake2b
from io import BytesIO

from pydantic import BaseModel

from generator.model import Entry

SIZE = 16
"""How many bytes a digest has: no two values of any project will share one."""


def digest(*values: object) -> bytes:
    """Return what stands for values; an entry of the catalogue counts as its kind and its id alone."""
    written = BytesIO()
    pickler = _Pickler(written, pickle.HIGHEST_PROTOCOL)
    pickler.fast = True  # equal values give the same bytes, whether or not they are one object
    pickler.dump(values)
    return blake2b(written.getbuffer(), digest_size=SIZE).digest()


class _Pickler(pickle.Pickler):
    """Writes values in one way only."""

    def persistent_id(self, value: object) -> object:
        """Return what stands for a value that would be written in more than one way, None for the rest."""
        kind = type(value)
        if not _MODELS[kind]:
            return None
        return (kind.__name__, value.id) if isinstance(value, Entry) else repr(value)


class _Models(dict[type, bool]):
    """Whether each kind of value is a model."""

    def __missing__(self, kind: type) -> bool:
        return self.setdefault(kind, issubclass(kind, BaseModel))


_MODELS = _Models()
