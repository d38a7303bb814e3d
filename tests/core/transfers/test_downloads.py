"""Downloads: what an address gives, to whom, until when, and in which parts."""

from contextlib import suppress
from string import ascii_letters, digits
from urllib.parse import quote

import pytest
from webob import Request

from kalenner import requests
from kalenner.clock import FixedClock
from kalenner.database import SESSIONS
from kalenner.delivery import channels_of
from kalenner.security import KEYS
from kalenner.security.file_cipher import HEADER, PLAIN
from kalenner.security.links import SignedLinks
from kalenner.testing.channel import NAME, FakeChannel
from kalenner.transfers import NoPublicAddress
from kalenner.transfers.addresses import AddressClosed, open_address
from kalenner.transfers.downloads import VALID_SECONDS, WORD
from kalenner.units import run_unit
from tests.conftest import FEATURES, MakeApp
from tests.core.transfers.library import OTHER_KIND, Library, break_segment, library_plugin

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


def test_address_is_in_the_language_of_the_person(library: Library) -> None:
    assert library.path(1).startswith("/en/download/")
    assert library.path(1, account=library.ben).startswith("/de/download/")


def test_each_address_is_another_one(library: Library) -> None:
    number = library.lend(FINDINGS)

    assert library.url(number) != library.url(number)


def test_right_signature_opens_nothing_else(library: Library) -> None:
    number, other = library.lend(FINDINGS), library.lend(b"Findings of others")
    library.shelf.lent[other].account_id = library.ben

    assert is_closed(library, library.path(number, version=2))
    assert is_closed(library, library.path(number, account=library.ben).replace("/de/", "/en/"))
    assert is_closed(library, library.path(other))
    assert is_closed(library, library.path(number, kind=OTHER_KIND))
    assert library.web.get(library.path(number)).body == FINDINGS


def test_every_altered_address_is_closed(library: Library) -> None:
    path = library.path(library.lend(FINDINGS))
    token = path.rpartition("/")[2]
    request = requests.Request.blank("/")
    request.registry = library.app.registry
    opened = set()
    altered = [
        token[:place] + other + token[place + 1 :]
        for place, own in enumerate(token)
        for other in f"{ascii_letters}{digits}-_.=+/%\n é".replace(own, "")
    ]
    for text in [
        *altered,
        token[:-1],
        token + "A",
        token + "=",
        token.lower(),
        f" {token}",
        f"{token}\n",
        "",
    ]:
        with suppress(AddressClosed):
            open_address(request, WORD, text, VALID_SECONDS)
            opened.add(text)

    assert len(altered) > 10_000
    assert opened == set()
    assert open_address(request, WORD, token, VALID_SECONDS).account_id == library.ada
    sample = [path.replace(token, quote(text)) for text in altered[:: len(altered) // 20]]
    assert all(is_closed(library, one) for one in sample)


def test_signature_of_another_purpose_opens_nothing(library: Library) -> None:
    path = library.path(library.lend(FINDINGS))
    links = SignedLinks(KEYS.of(library.app.registry), library.clock)
    says = links.open(WORD, path.rpartition("/")[2]).payload

    assert library.web.get(f"/en/download/{links.sign(WORD, says, VALID_SECONDS)}").body == FINDINGS
    assert is_closed(library, f"/en/download/{links.sign('upload', says, VALID_SECONDS)}")


def test_it_is_asked_anew_each_time(library: Library) -> None:
    number = library.lend(FINDINGS)
    path = library.path(number)
    assert library.web.get(path).body == FINDINGS

    lent = library.shelf.lent.pop(number)
    assert is_closed(library, path)
    library.shelf.lent[number] = lent
    library.destroy(number)
    assert is_closed(library, path)


def test_no_connection_is_held_while_bytes_are_sent(library: Library) -> None:
    path = library.path(library.lend(FINDINGS))
    engine = SESSIONS.of(library.app.registry).engine
    status, _headers, body = library.ask(path)

    assert status == "200 OK"
    assert engine.pool.checkedout() == 0
    assert b"".join(body) == FINDINGS


def test_head_tells_what_get_would_send_and_is_no_download(library: Library) -> None:
    path = library.path(library.lend(FINDINGS))
    head = library.web.head(path, headers={"Range": "bytes=0-4"})

    assert (head.status_int, head.body, head.content_length) == (200, b"", len(FINDINGS))
    assert library.shelf.noted == []
    assert dict(head.headers) == dict(library.web.get(path).headers)


def test_nothing_else_is_answered(library: Library) -> None:
    assert library.web.post(library.path(library.lend(FINDINGS)), status=405)


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=100-199", 100, 200),
        (f"bytes={FIRST - 1}-{FIRST}", FIRST - 1, FIRST + 1),
        ("bytes=204800-", 204_800, len(FINDINGS)),
        ("bytes=-5", len(FINDINGS) - 5, len(FINDINGS)),
        ("bytes=-999999999", 0, len(FINDINGS)),
        ("bytes=5-999999999", 5, len(FINDINGS)),
        ("BYTES= 5-6 ", 5, 7),
    ],
)
def test_a_part_is_sent(library: Library, asked: str, start: int, end: int) -> None:
    answer = library.web.get(library.path(library.lend(FINDINGS)), headers={"Range": asked}, status=206)

    assert answer.body == FINDINGS[start:end]
    assert answer.headers["Content-Range"] == f"bytes {start}-{end - 1}/{len(FINDINGS)}"
    assert answer.content_length == end - start


@pytest.mark.parametrize(
    "asked",
    [
        "bytes=0-1,3-4",
        "bytes=5-4",
        "bytes=-",
        "bytes=a-b",
        "bytes=+1-2",
        "bytes=٠-٥",
        "bytes 0-5",
        "lines=0-5",
        f"bytes=0-{'9' * 40}",
        "",
    ],
)
def test_what_is_no_single_range_gets_the_whole(library: Library, asked: str) -> None:
    path = library.path(library.lend(FINDINGS))

    assert library.web.get(path, headers={"Range": asked}, status=200).body == FINDINGS


@pytest.mark.parametrize("asked", [f"bytes={len(FINDINGS)}-", "bytes=999999999-", "bytes=-0"])
def test_a_part_behind_the_end_is_not_satisfiable(library: Library, asked: str) -> None:
    path = library.path(library.lend(FINDINGS))
    answer = library.web.get(path, headers={"Range": asked}, status=416)

    assert (answer.body, answer.headers["Content-Range"]) == (b"", f"bytes */{len(FINDINGS)}")
    assert library.shelf.noted == []


def test_a_part_is_sent_only_of_the_file_that_is_known(library: Library) -> None:
    path = library.path(library.lend(FINDINGS))
    tag = library.web.get(path).headers["ETag"]
    asked = {"Range": "bytes=0-4"}

    assert library.web.get(path, headers=asked | {"If-Range": tag}).status_int == 206
    for other in (f"W/{tag}", '"other"', "Tue, 01 Dec 2026 11:00:00 GMT", ""):
        assert library.web.get(path, headers=asked | {"If-Range": other}).body == FINDINGS


def test_parts_of_one_download_are_told_from_another_download(library: Library) -> None:
    number = library.lend(FINDINGS)
    first, second = library.path(number), library.path(number)
    for path in (first, first, second):
        library.web.get(path, headers={"Range": "bytes=0-99"})

    addresses = [address for *_rest, address in library.shelf.noted]
    assert [noted[:3] for noted in library.shelf.noted] == [(library.ada, number, 1)] * 3
    assert addresses[0] == addresses[1] != addresses[2]


def test_what_cannot_be_noted_is_not_sent(library: Library) -> None:
    path = library.path(library.lend(FINDINGS))
    library.shelf.is_full = True
    for _ in range(10):
        answer = library.web.get(path, status=500)
        assert b"Findings" not in answer.body

    library.shelf.is_full = False
    assert library.web.get(path).body == FINDINGS


def test_changed_file_gives_nothing_where_its_first_segment_is_changed(
    library: Library, caplog: pytest.LogCaptureFixture
) -> None:
    number = library.lend(FINDINGS)
    path = library.path(number)
    break_segment(library.app, library.shelf.lent[number].token, 0)
    answer = library.web.get(path, status=500)

    assert b"Findings" not in answer.body
    assert library.shelf.noted == []
    assert path.rpartition("/")[2] not in caplog.text
    assert "fault" in caplog.text


def test_person_gets_four_files_at_a_time(library: Library) -> None:
    path = library.path(library.lend(FINDINGS))
    bodies = [library.ask(path) for _ in range(5)]

    assert [status for status, _headers, _body in bodies] == ["200 OK"] * 4 + ["503 Service Unavailable"]
    assert dict(bodies[4][1])["Retry-After"] == "30"
    bodies[0][2].close()
    assert library.web.get(path).body == FINDINGS


@pytest.mark.parametrize(
    ("public_url", "is_opened"),
    [("https://kalenner.example", True), ("http://kalenner.example", False), ("http://localhost", True)],
)
def test_addresses_need_https_or_the_own_machine(
    make_application: MakeApp, public_url: str, is_opened: bool
) -> None:
    library = Library(make_application(library_plugin(), off=FEATURES, **{"web.public_url": public_url}))
    number = library.lend(FINDINGS)

    def obstacle(request: Request) -> str | None:
        sentence = request.transfer_obstacle()
        return None if sentence is None else request.label(sentence)

    told = run_unit(library.app, "command/test", obstacle, only_reads=True)
    if is_opened:
        assert told is None
        assert library.url(number).startswith(f"{public_url}/en/download/")
    else:
        assert told is not None
        assert "no public address with https" in told
        with pytest.raises(NoPublicAddress):
            library.url(number)


def test_no_address_where_a_button_may_not_lead_to_it(make_application: MakeApp) -> None:
    app = make_application(library_plugin(), off=FEATURES)
    channel = channels_of(app.registry)[NAME]
    assert isinstance(channel, FakeChannel)
    channel.refused.add("http://127.0.0.1")
    library = Library(app)
    number = library.lend(FINDINGS)

    with pytest.raises(NoPublicAddress):
        library.url(number)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", "Dieser Link ist nicht mehr gültig"),
        ("fr", "Ce lien n’est plus valable"),
        ("ru", "Эта ссылка больше не действует"),
    ],
)
def test_closed_page_speaks_the_language_of_the_address_and_leads_to_the_bot(
    library: Library, language: str, words: str
) -> None:
    page = library.web.get(f"/{language}/download/none", status=404)

    assert page.html.h1.text == words
    assert page.html.select_one(".actions a")["href"] == "https://t.me/kalenner_test_bot?start="
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_all_reasons_look_the_same(library: Library, clock: FixedClock) -> None:
    number = library.lend(FINDINGS)
    of_ben = library.path(number, account=library.ben).replace("/de/", "/en/")
    paths = ["/en/download/none", of_ben, library.path(999)]
    paths.append(library.path(number))
    clock.move(400)
    paths.append(library.path(number, version=2))
    pages = [library.web.get(path, status=404) for path in paths]

    assert len({page.body for page in pages}) == 1
    assert len({str(sorted(page.headers.items())) for page in pages}) == 1
