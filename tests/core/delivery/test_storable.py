"""What a forged client can put into an update, and no database takes."""

import pytest
from sqlalchemy import select

from kalenner.delivery import Update, store
from kalenner.delivery.models import Inbox
from kalenner.testing import Stage


@pytest.mark.parametrize("forged", ["a\0b", "\ud800"])
def test_one_forged_update_keeps_no_other_out(forged: str, stage: Stage) -> None:
    updates = [Update(1, "7", {"data": [forged]}), Update(2, "8", {"data": ["fine"]})]

    stage.run(lambda request: store(request.dbsession, request.clock, "fake", updates))

    rows = stage.run(
        lambda request: list(request.dbsession.execute(select(Inbox.key, Inbox.payload).order_by(Inbox.key))),
        only_reads=True,
    )
    assert [row.key for row in rows] == [1, 2]
    assert forged not in str(rows[0].payload)
    assert rows[1].payload == {"data": ["fine"]}
