"""Screens that give addresses of transfers: a button for each, or the sentence why this server has none."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from markupsafe import Markup
from pyramid.request import Request

from kalenner.route import Press
from kalenner.screens import Button, Link, Screen, Style


class TransferLink(NamedTuple):
    """What a button says, and what makes its address; it is called only where there can be one."""

    label: str
    address: Callable[[], str]
    style: Style | None = None


def link_screen(request: Request, text: Markup, links: Sequence[TransferLink], back: Press) -> Screen:
    """Return a screen with a button for each link, or with the obstacle in place of `text`."""
    obstacle = request.transfer_obstacle()
    if obstacle is not None:
        return Screen(request.text(obstacle), back=back)
    rows = tuple((Button(link.label, Link(link.address()), link.style),) for link in links)
    return Screen(text, rows=rows, back=back)
