"""Refuses to build a package without the command in it; pyproject.toml says everything else.

`npm run build:python` lays the command and then writes the modules.
"""
from pathlib import Path

from setuptools import setup

package = Path(__file__).parent / "src/expressivity"
made = ("_command/dist/node/cli.js", "_version.py", "_trajectory.py")
if not all((package / name).exists() for name in made):
    raise SystemExit("expressivity: expected the built command in src/expressivity: run npm ci in the clone")

setup()
