"""Runs the command `expressivity` with an experiment dictionary: one module to copy, without the package.

The command is on PATH after `npm install -g expressivity`; in a clone it is `["node", "dist/node/cli.js"]`.
Needs numpy, and pandas for the table.
"""
import json
import subprocess
import tempfile
from pathlib import Path

import numpy as np


def run(experiment, folder, command=("expressivity",), on_progress=None):
    """Runs an experiment in a folder, and returns its document, its table and the numbers of every network.

    experiment: fields as in an experiment file, such as {"width": 100, "sigmaW": 2}.
    on_progress: called with each line of progress, a dict with "share", "networks", "secondsLeft" and more.
    Raises ValueError for wrong input, RuntimeError where the run fails; Ctrl-C stops the run and keeps its records.
    """
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch, "experiment.json")
        file.write_text(json.dumps(experiment), encoding="utf-8")
        words = [*command, "trajectory", file, "--out", folder, "--resume", "--progress", "json"]
        notes = []
        # Standard output is the table for people; a Ctrl-C of the terminal reaches the command too.
        with subprocess.Popen(
            words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8"
        ) as process:
            for line in process.stderr:
                if not line.startswith("{"):
                    notes.append(line.strip())
                elif on_progress is not None:
                    on_progress(json.loads(line))
    if process.returncode != 0:
        raise (ValueError if process.returncode == 2 else RuntimeError)("\n".join(notes))
    return read(folder)


def read(folder):
    """Document, table and arrays of a run folder. Arrays: `c<cell>_<quantity>`, networks × layers."""
    import pandas

    document = json.loads(Path(folder, "result.json").read_text(encoding="utf-8"))
    table = pandas.read_csv(Path(folder, "result.csv"), float_precision="round_trip")
    with np.load(Path(folder, "networks.npz")) as arrays:
        return document, table, {name: arrays[name] for name in arrays.files}


if __name__ == "__main__":
    experiment = {"width": 20, "depth": 4, "density": [0.5, 1], "sigmaW": 2, "networks": 40}
    document, table, arrays = run(
        experiment, "run", on_progress=lambda state: print(f"{state['share']:.0%} of {state['planned']} networks")
    )
    last = table[(table.quantity == "ratio") & (table.layer == 4)]
    print(last[["density", "mean", "estimate", "exact"]].to_string(index=False))
    print(arrays["c1_ratio"].shape, document["provenance"]["version"])
