"""Theory without sampling: documents of `expressivity theory …`. Keywords are the options of the command."""
from __future__ import annotations

from typing import Any, Sequence

from ._commands import command


def growth(**network: Any) -> dict[str, Any]:
    """Bounds, exact and approximate values of every layer: `growth(width=784, density=0.1, sigma_w=2)`."""
    return command("theory", "growth", **network)


def transitions(widths: Sequence[int], angle: float | None = None, points: int | None = None) -> dict[str, Any]:
    """Expected transitions and regions along a curve that subtends `angle` (π/2 by default) at the origin."""
    return command("theory", "transitions", widths=widths, angle=angle, points=points)


def mean_field(**law: Any) -> dict[str, Any]:
    """Wide networks: `mean_field(activation="tanh", sigma_w=2.5, sigma_b=0.3)`; lists of σ make a grid."""
    return command("theory", "meanfield", **law)


def regions(widths: Sequence[int], input_dim: int | None = None) -> dict[str, int | None]:
    """Bounds on the number of linear regions, as exact integers; None where a formula does not apply."""
    bounds = command("theory", "regions", widths=widths, input_dim=input_dim)
    return {name: None if value is None else int(value) for name, value in bounds.items()}
