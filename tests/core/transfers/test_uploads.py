"""Uploads with the browser: who may, what is kept, and what is said of the rest."""

import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import select

from kalenner.clock import FixedClock
from kalenner.files import PRIVATE_FILES
from kalenner.files.models import PrivateFile
from kalenner.files.private import delete_transient
from kalenner.storage import FolderStore
from kalenner.units import run_unit
from tests.core.transfers.library import Library

FINDINGS = b"Findings of Ada: " + bytes(range(256)) * 800
CLOSED = "This link is no longer open"


def words(page) -> list[str]:
    return [" ".join(one.text.split()) for one in page.html.select(".uploads li")]


def send(library: Library, path: str, *files: tuple[str, bytes], **more):
    uploads = [("file", name, data, "application/pdf") for name, data in files]
    return library.web.post(path, upload_files=uploads, **more)


def kept(library: Library) -> dict[str, bytes]:
    """The files on the shelf, as they are downloaded again."""
    return {
        lent.name: library.web.get(library.path(number)).body for number, lent in library.shelf.lent.items()
    }


def states(library: Library) -> list[str]:
    query = select(PrivateFile.state).order_by(PrivateFile.id)
    return run_unit(library.app, "command/test", lambda request: list(request.dbsession.scalars(query)))


def objects(library: Library) -> list[Path]:
    store = PRIVATE_FILES.of(library.app.registry).objects
    assert isinstance(store, FolderStore)
    return [path for path in (store.folder / "private").rglob("*") if path.is_file()]


def test_form_says_what_it_takes_and_is_no_page_for_others(library: Library) -> None:
    page = library.web.get(library.upload_path())

    assert page.html.h1.text == "Settings"
    assert "At most 3 at a time, up to 100 MB each." in page.text
    assert page.form.method == "post"
    assert page.form.enctype == "multipart/form-data"
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert page.headers["Content-Security-Policy"].endswith("script-src 'self'")
    assert page.html.find("link", rel="canonical") is None
    script = library.web.get(page.html.script["src"])
    assert "XMLHttpRequest" in script.text


def test_what_is_sent_is_what_is_kept(library: Library) -> None:
    path = library.upload_path()
    assert library.web.get(path).html.find("input", type="file")["name"] == "file"
    page = send(library, path, ("Größe 😀.pdf", FINDINGS))

    assert words(page) == ["Größe 😀.pdf: received"]
    assert kept(library) == {"Größe 😀.pdf": FINDINGS}


@pytest.mark.parametrize("size", [1, 65_487, 65_488, 65_520, 131_007, 131_008, 131_009])
def test_edges_of_segments_arrive_as_they_were(library: Library, size: int) -> None:
    data = (FINDINGS + b"\r\n--boundary--\r\n")[:size]
    send(library, library.upload_path(), ("a.pdf", data))

    assert kept(library) == {"a.pdf": data}


def test_each_file_has_its_outcome(library: Library) -> None:
    library.shelf.most_bytes, library.shelf.unwanted = 1_000_000, {"unwanted.pdf"}
    page = send(
        library,
        library.upload_path(),
        ("empty.pdf", b""),
        ("large.pdf", bytes(1_000_001)),
        ("<b>good</b>.pdf", FINDINGS),
        ("fourth.pdf", FINDINGS),
    )

    assert words(page) == [
        "empty.pdf: the file is empty",
        "large.pdf: the file is larger than 1 MB",
        "<b>good</b>.pdf: received",
        "fourth.pdf: more than 3 files at a time; please send this one again",
    ]
    assert kept(library) == {"<b>good</b>.pdf": FINDINGS}
    assert words(send(library, library.upload_path(), ("unwanted.pdf", b"1"))) == [
        "unwanted.pdf: This request cannot be answered"
    ]


def test_address_lasts_fifteen_minutes_and_is_for_one_purpose(library: Library, clock: FixedClock) -> None:
    path = library.upload_path()
    download = library.path(library.lend(FINDINGS))

    assert CLOSED in library.web.get(path.replace("/upload/", "/download/"), status=404)
    assert CLOSED in library.web.get(download.replace("/download/", "/upload/"), status=404)
    clock.move(899)
    assert send(library, path, ("a.pdf", b"1")).status_int == 200
    clock.move(2)
    assert CLOSED in library.web.get(path, status=404)
    assert CLOSED in send(library, path, ("b.pdf", b"1"), status=404)
    assert "b.pdf" not in {lent.name for lent in library.shelf.lent.values()}


def test_nothing_is_received_for_who_may_not(library: Library) -> None:
    for path in (library.upload_path(0), f"{library.upload_path()[:-1]}A", "/en/upload/none"):
        assert CLOSED in send(library, path, ("a.pdf", FINDINGS), status=404)

    assert states(library) == []
    assert objects(library) == []


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nFindings'),
        ("multipart/form-data; boundary=x", b"Findings"),
        ("multipart/form-data", b"--x--"),
        ("text/plain", b"Findings"),
        ("application/x-www-form-urlencoded", b"file=Findings"),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; filename="a"; name="' + b"a" * 9000 + b'"\r\n\r\n1\r\n--x--'),
    ],
)  # fmt: skip
def test_broken_form_keeps_nothing(library: Library, content_type: str, body: bytes) -> None:
    page = library.web.post(library.upload_path(), body, {"Content-Type": content_type}, status=400)

    assert page.html.h1.text == "The upload broke off"
    assert library.shelf.lent == {}
    assert objects(library) == []


def test_what_nobody_took_goes_within_a_day(library: Library, clock: FixedClock) -> None:
    library.shelf.unwanted = {"a.pdf"}
    send(library, library.upload_path(), ("a.pdf", FINDINGS))
    assert states(library) == ["whole"]

    clock.move(86_401)
    delete_transient(library.app, dt.timedelta(hours=1))
    assert (states(library), objects(library)) == ([], [])


def test_nothing_of_a_file_is_readable_in_the_store(library: Library) -> None:
    send(library, library.upload_path(), ("a.pdf", FINDINGS))
    (path,) = objects(library)

    assert b"Findings" not in path.read_bytes()
    assert path.stat().st_size > len(FINDINGS)
    assert kept(library) == {"a.pdf": FINDINGS}
