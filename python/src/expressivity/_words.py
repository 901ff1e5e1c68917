"""Options of the command from keywords."""
from __future__ import annotations

import os
from typing import Any, Mapping

from ._arrays import plain


def words_of(options: Mapping[str, Any]) -> list[str]:
    """`{"sigma_w": 2, "slice": True}` → `["--sigma-w=2", "--slice"]`. None and False leave an option out."""
    words: list[str] = []
    for name, given in options.items():
        value = os.fspath(given) if isinstance(given, os.PathLike) else plain(given)
        if value is None or value is False:
            continue
        option = "--" + name.replace("_", "-")
        values = value if isinstance(value, list) else [value]
        if name == "network_file":  # Given once for each file: names may hold commas.
            words += [f"{option}={os.fspath(path)}" for path in values]
        else:
            words.append(option if value is True else f"{option}={','.join(map(_text, values))}")
    return words


def _text(value: Any) -> str:
    return repr(value) if isinstance(value, float) else str(value)
