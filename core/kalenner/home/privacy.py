"""What is kept and why: said to a newcomer once, before the first question."""

from pyramid.request import Request

from kalenner.i18n import _, language_of
from kalenner.people import Account
from kalenner.screens import Button, Link, Screen, paragraphs
from kalenner.screens.model import Row


def with_privacy(request: Request, account: Account, screen: Screen) -> Screen:
    """Return a screen with what is kept above its question; as it is for who has seen that."""
    if account.privacy_shown_at is not None:
        return screen
    account.privacy_shown_at = request.clock.now()
    url = request.public_url(f"/{language_of(account.reading_language)}/privacy")
    rows: list[Row] = []
    if request.can_open(url):
        rows.append((Button(request.label(_("button-privacy")), Link(url)),))
    head, _gap, rest = screen.text.partition("\n\n")  # between the greeting and the question
    text = paragraphs(head, request.text(_("privacy-note")), rest)
    return screen.replace(text=text, rows=(*screen.rows, *rows))
