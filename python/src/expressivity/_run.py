"""One run of `expressivity trajectory`, in a folder."""
from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import weakref
from pathlib import Path
from typing import Any, Callable, Mapping

from ._arrays import Inputs, plain
from ._process import execute, in_python
from ._words import words_of
from .result import Result


def run(
    experiment: str | os.PathLike[str] | Mapping[str, Any] | None,
    fields: Mapping[str, Any],
    *,
    progress: bool | Callable[[dict[str, Any]], object],
    options: Mapping[str, Any],
) -> Result:
    """Runs the experiment with `fields`, in the names of documents, in place of its own."""
    out = options["out"]
    if options["resume"] and out is None:
        raise ValueError("resume: expected out, the folder of the run, with it, got none")
    scratch = Path(tempfile.mkdtemp(prefix="expressivity-"))
    folder = scratch / "run" if out is None else Path(out)
    inputs = Inputs(scratch / "inputs" if out is None else folder / "inputs")
    result = None
    try:
        file = scratch / "experiment.json"
        document = {**_read(experiment), **fields}
        for name, write in (("endpoints", inputs.endpoints), ("networkFile", inputs.network_file)):
            if document.get(name) is not None:
                document[name] = write(document[name])
        file.write_text(json.dumps(plain(document)), encoding="utf-8")
        words = words_of({**options, "out": folder, "progress": "json", "json": True})
        try:
            # Nobody looks for a PNG in a folder that nobody asked for.
            environment = {"EXPRESSIVITY_PNG": "no"} if out is None else None
            _, notes = execute(["trajectory", str(file), *words], _listener(progress), environment)
        except ValueError as fault:
            raise in_python(fault, str(file)) from None
        result = Result(folder, notes)
        return result
    except ValueError:
        inputs.discard()
        raise
    finally:
        if result is None or out is not None:
            shutil.rmtree(scratch, ignore_errors=True)
        else:
            weakref.finalize(result, shutil.rmtree, scratch, ignore_errors=True)


def _read(experiment: str | os.PathLike[str] | Mapping[str, Any] | None) -> dict[str, Any]:
    if experiment is None:
        return {}
    if isinstance(experiment, Mapping):
        return dict(experiment)
    file = os.fspath(experiment)
    try:
        document = json.loads(Path(file).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ValueError(f"experiment: expected an experiment file, got {file!r} ({error})") from None
    if not isinstance(document, dict):
        raise ValueError(f"experiment: expected a JSON object of experiment fields, got {file!r}")
    return document


def _listener(
    progress: bool | Callable[[dict[str, Any]], object],
) -> Callable[[dict[str, Any]], object] | None:
    if callable(progress):
        return progress
    return _show if progress else None


def _show(state: dict[str, Any]) -> None:
    """One line on standard error, over the one before."""
    left = "" if state["secondsLeft"] is None else f", {state['secondsLeft']:.0f} s left"
    line = f"{state['share']:4.0%}, {state['networks']} of {state['planned']} networks{left}"
    sys.stderr.write(f"\r{line:<60}" + ("\n" if state["share"] == 1 else ""))
    sys.stderr.flush()
