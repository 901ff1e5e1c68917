"""`expressivity …`, or `python -m expressivity …`: the command itself."""
from __future__ import annotations

import os
import subprocess
import sys

from ._node import command
from .errors import NodeError


def main() -> None:
    try:
        words = [*command(), *sys.argv[1:]]
    except NodeError as error:
        sys.exit(f"expressivity: {error}")
    if os.name == "nt":
        sys.exit(subprocess.call(words))
    # The command takes this process over, with its signals.
    sys.stdout.flush()
    os.execv(words[0], words)


if __name__ == "__main__":
    main()
