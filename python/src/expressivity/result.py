"""The result of a run."""
from __future__ import annotations

import json
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pandas import DataFrame


class Result:
    """The document, the table and the numbers of every network of one run."""

    def __init__(self, folder: Path, notes: list[str]) -> None:
        #: The run folder: experiment, result, CSV, pictures and networks. Without `out` it is removed with this
        #: object, and has no PNG.
        self.folder = folder
        #: Notes of the command: assumptions, discretisation, files written.
        self.notes = [note for note in notes if not note.startswith("wrote ")]
        #: The result document, `expressivity/result@1` (docs/formats.md).
        self.document: dict[str, Any] = json.loads((folder / "result.json").read_text(encoding="utf-8"))

    @property
    def cells(self) -> list[dict[str, Any]]:
        """The cells of the document: one for each point of the sweep, in grid order."""
        cells: list[dict[str, Any]] = self.document["cells"]
        return cells

    def table(self) -> DataFrame:
        """A tidy table: one row for each cell, layer and quantity. Needs pandas."""
        try:
            from pandas import read_csv
        except ImportError:
            message = "a table needs pandas: pip install pandas, or read result.csv in result.folder"
            raise ImportError(message) from None
        path = self.folder / "result.csv"
        return read_csv(path, na_values=[""], keep_default_na=False, float_precision="round_trip")

    @cached_property
    def networks(self) -> dict[str, NDArray[np.float64]]:
        """Every number of every network: `c<cell>_<quantity>`, arrays of shape networks × layers.

        Read from the folder at the first use.
        """
        path = self.folder / "networks.npz"
        if not path.exists():
            raise FileNotFoundError(
                f"{path}: left out above 1 GB; `expressivity report {self.folder} --networks` writes it"
            )
        with np.load(path) as arrays:
            return {name: arrays[name] for name in arrays.files}

    def array(self, quantity: str, cell: int = 0) -> NDArray[np.float64]:
        """One quantity of one cell, of shape networks × layers, such as `array("ratio")`."""
        name = f"c{cell}_{quantity}"
        if name not in self.networks:
            quantities = sorted({key.partition("_")[2] for key in self.networks})
            known = f"a cell from 0 to {len(self.cells) - 1} and one of {', '.join(quantities)}"
            raise KeyError(f"{name}: expected {known}")
        return self.networks[name]

    def __repr__(self) -> str:
        networks = sorted({cell["networks"] for cell in self.cells})
        return f"<expressivity.Result: {len(self.cells)} cells of {', '.join(map(str, networks))} networks>"
