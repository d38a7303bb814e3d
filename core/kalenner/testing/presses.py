"""Presses by the names of screens, as they stand in old buttons."""

from kalenner.route import ArgValue, Press


def go(screen: str, **args: ArgValue) -> Press:
    """Return a press that shows a screen."""
    return Press(screen, args)


def act(screen: str, **args: ArgValue) -> Press:
    """Return a press that has an effect."""
    return Press(screen, args, is_effect=True)
