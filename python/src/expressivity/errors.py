"""Errors of the package. Wrong input is a ValueError."""


class NodeError(RuntimeError):
    """There is no Node, or an old one."""


class RunError(RuntimeError):
    """The command failed; the message is that of the command."""
