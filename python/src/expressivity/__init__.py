"""Expressivity of random deep networks: lengths of curves, layer by layer, beside their theory.

>>> import expressivity
>>> result = expressivity.trajectory(width=100, density=[0.25, 0.5, 1], sigma_w=2, networks=50)
>>> result.table(); result.array("ratio").shape
"""
from . import theory
from ._commands import command, regions
from ._trajectory import trajectory
from ._version import __version__
from .errors import NodeError, RunError
from .result import Result

__all__ = ["NodeError", "Result", "RunError", "__version__", "command", "regions", "theory", "trajectory"]
