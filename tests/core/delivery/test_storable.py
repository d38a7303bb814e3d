"""What a forged client can put into an update, and no database takes."""

import pytest

from kalenner.delivery import Update, store
from kalenner.delivery.models import Inbox
from kalenner.testing import Stage
from tests.opened import inbox_rows


@pytest.mark.parametrize("forged", ["a\0b", "\ud800"])
def test_one_forged_update_keeps_no_other_out(forged: str, stage: Stage) -> None:
    updates = [Update(1, "7", {"data": [forged]}), Update(2, "8", {"data": ["fine"]})]

    stage.run(lambda request: store(request, "fake", updates))

    rows = stage.run(lambda request: inbox_rows(request, Inbox.key, Inbox.payload), only_reads=True)
    assert [key for key, _payload in rows] == [1, 2]
    assert forged not in str(rows[0][1])
    assert rows[1][1] == {"data": ["fine"]}
