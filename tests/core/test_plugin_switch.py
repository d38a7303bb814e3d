"""A plugin switched off and on again: meanwhile the rest works, and nothing of its data is lost."""

import pytest
from sqlalchemy import func, select, text

from kalenner.database import MIGRATIONS, SESSIONS, pending
from kalenner.home.sample import make_sample
from kalenner.testing import Stage, go

OURS = ("scheduling", "invitations")
ON_SCHEDULING = ("payments", "payment_links", "bank_transfer", "reminders")
"""They require it, so they are off where it is."""
PAGES = ("profiles", "design_templates", "social_links", "maps")
EXCHANGE = ("documents",)
ANSWERS = ("help",)
TABLES = (
    "scheduling_appointment",
    "invitations_invitation",
    "payments_entry",
    "payment_links_service",
    "bank_transfer_details",
    "profiles_profile",
    "design_templates_choice",
    "social_links_link",
    "documents_document",
)


def rows(stage: Stage, table: str) -> int:
    return stage.run(
        lambda request: request.dbsession.scalar(select(func.count()).select_from(text(table))),
        only_reads=True,
    )


def alone(*off: str) -> object:
    return pytest.param(off, marks=pytest.mark.slow, id="+".join(off))


@pytest.mark.parametrize(
    "off",
    [
        pytest.param((*OURS, *ON_SCHEDULING, *PAGES, *EXCHANGE, *ANSWERS), id="all"),
        pytest.param(PAGES, id="+".join(PAGES)),
        alone("scheduling", *ON_SCHEDULING),
        alone("invitations"),
        alone("payments", "payment_links", "bank_transfer"),
        alone("payment_links"),
        alone("bank_transfer"),
        alone("reminders"),
        alone("design_templates"),
        alone("social_links"),
        alone("maps"),
        alone("documents"),
        alone("help"),
    ],
)
def test_data_is_kept_while_a_plugin_is_off(off, make_application):
    before = Stage(make_application())
    before.run(make_sample)
    counts = {table: rows(before, table) for table in TABLES}

    without = Stage(make_application(off=off))
    person = without.person("Newcomer")
    person.send("/start")
    person.press("I am a professional")
    person.send("Nobody")
    person.press("London")
    person.press("Yes")
    person.press_data(go("setup"))  # without scheduling and invitations the set-up has ended already
    assert "Set-up of Nobody" in person.screen.text
    missing = {"scheduling": "Services", "invitations": "Booking link"}
    labels = " ".join(label for row in person.labels for label in row)
    assert [name for name in missing if missing[name] in labels] == [name for name in OURS if name not in off]

    again = Stage(make_application())
    assert {table: rows(again, table) for table in counts} == counts
    assert min(counts.values()) > 0
    registry = again.app.registry
    assert pending(SESSIONS.of(registry).engine, MIGRATIONS.of(registry)) == []
    person = again.person("Newcomer")
    assert "Services" in str(person.send("/menu").rows + person.press("Finish setting up").rows)
