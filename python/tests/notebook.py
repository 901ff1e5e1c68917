"""Runs a notebook: with nbclient, or its code cells in order where there is none."""
from __future__ import annotations

import json
import sys
from pathlib import Path

notebook = Path(sys.argv[1])
try:
    import ipykernel  # noqa: F401
    import nbclient
    import nbformat
except ImportError:
    namespace: dict[str, object] = {}
    for number, cell in enumerate(json.loads(notebook.read_text(encoding="utf-8"))["cells"]):
        if cell["cell_type"] == "code":
            exec(compile("".join(cell["source"]), f"{notebook.name}, cell {number}", "exec"), namespace)
else:
    nbclient.NotebookClient(nbformat.read(notebook, as_version=4)).execute()
