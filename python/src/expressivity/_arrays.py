"""Arrays as the files that the command reads, and Python's values as JSON."""
from __future__ import annotations

import hashlib
import io
import math
import os
import re
import reprlib
from pathlib import Path
from typing import Any, Mapping, Sequence, Union

import numpy as np

#: A network file or its arrays by name (a state dict, say), or several, which make an ensemble.
NetworkFile = Union[str, "os.PathLike[str]", Mapping[str, Any], Sequence[Any]]


class Inputs:
    """Writes arrays that stand for files. A file is named after its content, so that none is replaced."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.written: list[Path] = []

    def endpoints(self, value: Any) -> str:
        """A name such as `mnist:3,8`, a path, or the points of the curve as rows."""
        if isinstance(value, (str, os.PathLike)):
            return os.fspath(value)
        try:
            points = np.atleast_2d(np.asarray(value, dtype=np.float64))
        except (TypeError, ValueError):
            expected = "expected numbers, one point a row, all rows of one length"
            raise ValueError(f"endpoints: {expected}, got {reprlib.repr(value)}") from None
        stream = io.BytesIO()
        np.save(stream, points)
        return self._write("endpoints", ".npy", stream.getvalue())

    def network_file(self, value: NetworkFile) -> str | list[str]:
        """Paths, or mappings of names to arrays, one or several."""
        if isinstance(value, (str, os.PathLike)):
            return os.fspath(value)
        if isinstance(value, Mapping):
            stream = io.BytesIO()
            np.savez(stream, **{name: np.asarray(array) for name, array in value.items()})
            return self._write("network", ".npz", stream.getvalue())
        return [path for one in value for path in [self.network_file(one)] if isinstance(path, str)]

    def discard(self) -> None:
        """Removes what was written, and folders that are empty then."""
        for path in self.written:
            path.unlink()
        folder = self._folder
        while self.written and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent

    def _write(self, name: str, ending: str, content: bytes) -> str:
        path = self._folder / f"{name}-{hashlib.sha256(content).hexdigest()[:12]}{ending}"
        if not path.exists():
            self._folder.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            self.written.append(path)
        return str(path)


def plain(value: Any) -> Any:
    """The same value of types that JSON knows; names inside mappings in camel case, as documents have them."""
    if isinstance(value, (np.ndarray, np.generic)):
        return plain(value.tolist())
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    if isinstance(value, Mapping):
        return {camel(name): plain(part) for name, part in value.items()}
    if isinstance(value, (list, tuple, range)):
        return [plain(part) for part in value]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)  # JSON has no such number: the command says what it expected instead.
    return value


def camel(name: str) -> str:
    """`sigma_w` → `sigmaW`."""
    return re.sub("_([a-z])", lambda found: found[1].upper(), name)
