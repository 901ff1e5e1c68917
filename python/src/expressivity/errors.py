"""What goes wrong, apart from wrong input, which is a ValueError."""


class NodeError(RuntimeError):
    """There is no Node, or an old one."""


class RunError(RuntimeError):
    """The command failed; the message is its own."""
