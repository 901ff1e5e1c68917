"""Any command by keywords, and the ones that have names here."""
from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any

from ._arrays import Inputs
from ._process import execute
from ._words import words_of


def command(*words: str | os.PathLike[str] | int, **options: Any) -> dict[str, Any]:
    """Runs a command with --json and returns its document: `command("theory", "growth", width=784)`.

    `plan`, `shard`, `slurm`, `worker` and `page` have no --json: run them as `expressivity plan …` in a shell.
    Keywords are its options: `sigma_w=2` is `--sigma-w 2`, True is an option without a value, a list is joined
    by commas. `endpoints` and `network_file` take arrays. Raises ValueError for wrong input, RunError where the
    command fails.
    """
    with tempfile.TemporaryDirectory(prefix="expressivity-") as scratch:
        inputs = Inputs(Path(scratch))
        for name, write in (("endpoints", inputs.endpoints), ("network_file", inputs.network_file)):
            if options.get(name) is not None:
                options[name] = write(options[name])
        try:
            output, _ = execute([*map(str, words), *words_of(options), "--json"])
        except ValueError as fault:
            if str(fault).startswith("--json: "):
                expected = "expected a command with --json"
                raise ValueError(f"command: {expected}, got {words[0]!r}; a shell runs it") from None
            raise
    document: dict[str, Any] = json.loads(output)
    return document


def regions(**options: Any) -> dict[str, Any]:
    """One network exactly: `regions(widths=[8, 8], input_dim=2, sigma_b=1, slice=True)`.

    Keywords are the options of `expressivity regions`: those of the network and the curve, `network_file`,
    `slice`, `decision`, `patterns`, `around`, `out` and more (docs/command-line.md). Returns its document.
    """
    return command("regions", **options)
