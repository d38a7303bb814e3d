"""One person sends far more than anybody reads: the others' updates are stored, and the flood is not."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pyramid.router import Router
from sqlalchemy import select
from tests.applications import Applications, place
from tests.bot_adapter.telegram.broken_updates import samples
from tests.conftest import TOKEN
from tests.opened import outbox_rows

from kalenner.clock import FixedClock
from kalenner.delivery import channels_of
from kalenner.delivery.models import Inbox, Outbox
from kalenner.plugins import load_plugins
from kalenner.units import run_unit

LIMIT = 20
ADA = {"id": 17, "is_bot": False, "first_name": "Ada", "language_code": "de"}
BOB = {"id": 18, "is_bot": False, "first_name": "Bob", "language_code": "en"}


@pytest.fixture
def app(applications: Applications, tmp_path: Path, database_url: str, clock: FixedClock) -> Iterator[Router]:
    """The product with a limit of twenty updates a minute."""
    values = {
        **place(tmp_path, database_url),
        "telegram.token": TOKEN,
        "limits.updates_per_minute": str(LIMIT),
    }
    with applications.lend(load_plugins(off=("playground",)), values, clock) as made:
        yield made


def update(number: int, person: dict[str, Any]) -> bytes:
    return json.dumps({"update_id": number, **next(samples(person))}).encode()


def stored(app: Router) -> Counter[str]:
    subjects = select(Inbox.subject)
    return Counter(run_unit(app, "command/test", lambda request: list(request.dbsession.scalars(subjects))))


def texts(app: Router) -> list[str]:
    rows = run_unit(app, "command/test", lambda request: outbox_rows(request, Outbox.payload))
    return [payload["text"] for (payload,) in rows]


def test_flood_in_one_batch_keeps_no_other_out(app: Router) -> None:
    flood = [update(number, ADA) for number in range(60)]

    receipt = channels_of(app.registry)["telegram"].receive([*flood, update(60, BOB)])

    assert (receipt.stored, receipt.unreadable, receipt.offset) == (LIMIT + 1, 0, 61)
    assert stored(app) == {"17": LIMIT, "18": 1}


def test_flood_of_single_updates_is_told_once_in_the_language_of_the_person(app: Router) -> None:
    channel = channels_of(app.registry)["telegram"]
    receipts = [channel.receive([update(number, ADA)]) for number in range(60)]

    assert [receipt.stored for receipt in receipts] == [1] * LIMIT + [0] * (60 - LIMIT)
    assert [receipt.offset for receipt in receipts] == list(range(1, 61))
    (text,) = texts(app)
    assert text.startswith("Zu viele Nachrichten auf einmal")
