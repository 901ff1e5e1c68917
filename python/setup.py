"""Refuses to build a package without the command in it; pyproject.toml says everything else."""
from pathlib import Path

from setuptools import setup

if not (Path(__file__).parent / "src/expressivity/_command/dist/node/cli.js").exists():
    raise SystemExit("expressivity: expected the built command in src/expressivity/_command: run npm ci in the clone")

setup()
