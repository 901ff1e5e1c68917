"""Refuses to build a package without the command in it; pyproject.toml says everything else.

`_trajectory.py` is the last file that `npm run build:python` writes.
"""
from pathlib import Path

from setuptools import setup

if not (Path(__file__).parent / "src/expressivity/_trajectory.py").exists():
    raise SystemExit("expressivity: expected the built command in src/expressivity: run npm ci in the clone")

setup()
