"""A dialog of which something does not open: it is forgotten and named in the log, and its person goes on."""

import pytest
from sqlalchemy import text

from kalenner.files import FILES
from kalenner.screens.dialog import SEALED
from kalenner.testing import Person, go
from kalenner.testing.channel import NAME

pytestmark = pytest.mark.slow_on_postgresql


def forge(person: Person, *columns: str) -> None:
    """Write into columns of a dialog as somebody does who has the database and no keys."""
    values = ", ".join(f"{column} = :forged" for column in columns)
    person.stage.run(
        lambda request: request.dbsession.execute(
            text(f"UPDATE core_dialog SET {values}"), {"forged": b"\1" + b"x" * 60}
        )
    )


@pytest.mark.parametrize("column", SEALED)
def test_person_goes_on_whatever_column_does_not_open(
    ada: Person, column: str, caplog: pytest.LogCaptureFixture
) -> None:
    ada.press_data(go("papers.ask", number=1))
    forge(ada, column)

    ada.send("Anything")
    assert ada.send("/desk").text == "Desk"
    assert ada.press("Ask 1").text == "Well?"
    assert "Anything" in ada.send("Anything").text
    if column in {"args", "form_args", "answers"}:
        assert f"core_dialog {NAME}:1:{column} cannot be opened and is forgotten" in caplog.messages


def test_person_goes_on_where_nothing_opens(ada: Person) -> None:
    ada.press_data(go("papers.ask", number=1))
    forge(ada, *SEALED)

    assert ada.send("/start").notice is None
    assert ada.send("/desk").text == "Desk"


def test_album_begins_anew_where_its_parts_do_not_open(ada: Person) -> None:
    ada.press_data(go("papers.safe"))
    store = FILES.of(ada.stage.app.registry)
    files = [(store.put(name.encode()), len(name), name) for name in ("one", "two")]
    one, two = ada.album_parts(*files)
    ada.stage.arrive(ada.subject, one)
    forge(ada, "album")
    ada.stage.arrive(ada.subject, two)
    ada.stage.fall_silent()

    assert ada.screen.text == "Safe\ntwo"
