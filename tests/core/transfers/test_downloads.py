"""Downloads: what an address gives, to whom, until when, and in which parts."""

from kalenner.clock import FixedClock
from kalenner.security.streaming import HEADER, PLAIN
from tests.core.transfers.library import OTHER_KIND, Library

FIRST = PLAIN - HEADER
FINDINGS = b"Findings of Ada: " + bytes(range(256)) * 800
CLOSED = "This link is no longer open"


def is_closed(library: Library, path: str) -> bool:
    page = library.web.get(path, expect_errors=True)
    return page.status_int == 404 and CLOSED in page.text and b"Findings" not in page.body


def test_what_was_kept_is_what_is_downloaded(library: Library) -> None:
    answer = library.web.get(library.path(library.lend(FINDINGS)))

    assert answer.body == FINDINGS
    assert answer.content_length == len(FINDINGS)
    headers = dict(answer.headers)
    assert len(headers.pop("ETag")) == 66
    assert headers == {
        "Accept-Ranges": "bytes",
        "Cache-Control": "no-store",
        "Content-Disposition": 'attachment; filename="Findings.pdf"',
        "Content-Length": str(len(FINDINGS)),
        "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
        "Content-Type": "application/pdf",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "no-referrer",
        "Strict-Transport-Security": "max-age=31536000",
        "X-Accel-Buffering": "no",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "X-Robots-Tag": "noindex, nofollow, noarchive",
    }


def test_address_lasts_five_minutes(library: Library, clock: FixedClock) -> None:
    path = library.path(library.lend(FINDINGS))

    clock.move(299)
    assert library.web.get(path).body == FINDINGS
    clock.move(2)
    assert is_closed(library, path)


def test_address_lasts_no_longer_where_the_clock_is_set_back(library: Library, clock: FixedClock) -> None:
    path = library.path(library.lend(FINDINGS))

    clock.move(-10)
    assert library.web.get(path).body == FINDINGS
    clock.move(-86_400)
    assert is_closed(library, path)


def test_each_address_is_another_one(library: Library) -> None:
    number = library.lend(FINDINGS)

    assert library.url(number) != library.url(number)


def test_right_signature_opens_nothing_else(library: Library) -> None:
    number, other = library.lend(FINDINGS), library.lend(b"Findings of others")
    library.shelf.lent[other].account_id = library.ben

    assert is_closed(library, library.path(number, version=2))
    assert is_closed(library, library.path(number, account=library.ben))
    assert is_closed(library, library.path(other))
    assert is_closed(library, library.path(number, kind=OTHER_KIND))
    assert library.web.get(library.path(number)).body == FINDINGS
