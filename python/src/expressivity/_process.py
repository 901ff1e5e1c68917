"""Runs the command: its progress and notes as they come, its errors as exceptions."""
from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import tempfile
from typing import Any, Callable, Mapping, Sequence

from ._node import command
from .errors import RunError

#: Seconds that an interrupted command has to stop; it takes less than one.
GRACE = 2.0


def execute(
    words: Sequence[str],
    on_progress: Callable[[dict[str, Any]], object] | None = None,
    environment: Mapping[str, str] | None = None,
) -> tuple[str, list[str]]:
    """Runs the command until it ends, with `environment` beside that of this process.

    Returns its standard output and the notes on its standard error. Raises ValueError for wrong input, with the
    command's line, and RunError where it failed. Whatever ends this call early stops the command.
    """
    notes: list[str] = []
    with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
        process = subprocess.Popen(
            [*command(), *words],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.PIPE,
            env={**os.environ, **(environment or {})},
            encoding="utf-8",
            errors="replace",
        )
        assert process.stderr is not None
        try:
            for line in process.stderr:
                if not line.startswith("{"):
                    notes.append(line.rstrip("\n"))
                elif on_progress is not None:
                    on_progress(json.loads(line))
            code = process.wait()
        except BaseException as error:
            _stop(process, told=isinstance(error, KeyboardInterrupt))
            raise
        finally:
            process.stderr.close()
        if code != 0:
            raise _fault(code, notes)
        output.seek(0)
        return output.read(), notes


def _stop(process: subprocess.Popen[str], told: bool) -> None:
    """Ends the command. `told`: a Ctrl-C of the terminal has reached it too; a second would cut it off."""
    if told and _ended(process):
        return
    if os.name == "nt":
        process.terminate()
    else:
        process.send_signal(signal.SIGINT)
    if not _ended(process):
        process.kill()
        process.wait()


def _ended(process: subprocess.Popen[str]) -> bool:
    try:
        process.wait(GRACE)
    except subprocess.TimeoutExpired:
        return False
    return True


def _fault(code: int, notes: Sequence[str]) -> Exception:
    told = [line[len("expressivity: ") :] for line in notes if line.startswith("expressivity: ")]
    if code == 2 and told:
        return ValueError(told[-1])
    return RunError("\n".join(told or notes) or f"the command ended with exit code {code}")


def in_python(fault: ValueError, file: str) -> ValueError:
    """A fault of the experiment in `file`, with the field's name in Python: `sigma_w: expected …`."""
    message = str(fault)
    if not message.startswith(f"{file}: "):
        return fault
    fields, expected, rest = message[len(file) + 2 :].partition(": expected")
    return ValueError(re.sub("[A-Z]", lambda letter: f"_{letter[0].lower()}", fields) + expected + rest)
