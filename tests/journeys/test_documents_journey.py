"""Terms that are needed before booking, in each language, through the real adapter: agreed to, booked, withdrawn."""

from pathlib import Path

import pytest
from tests.journeys.test_journey import PATIENCE, Player, set_up
from tests.live import running

from kalenner.i18n import LANGUAGES

DOCUMENTS, SCHEDULING = "kalenner_documents", "kalenner_scheduling"
TERMS = b"%PDF-1.7 who comes late pays all the same"


def upload_terms(olga: Player) -> None:
    """Upload terms to which clients have to agree before they can book."""
    olga.send("/menu")
    olga.say("button-office")
    olga.say("button-documents", DOCUMENTS)
    olga.say("button-upload", DOCUMENTS)
    olga.send_document(TERMS, "terms.pdf")
    olga.send("AGB 12")
    olga.say("button-yes", DOCUMENTS)
    olga.say("button-confirm", DOCUMENTS)
    olga.say("button-needed", DOCUMENTS)
    olga.say("button-yes", DOCUMENTS)
    assert olga.word("rule-needed", DOCUMENTS) in olga.phone.screen.text


def join(ada: Player, link: str) -> None:
    """Become a client by the link, and see the menu."""
    ada.open(link)
    ada.send("Ada")
    ada.send("Berlin")
    if not ada.phone.screen.labels[0].startswith(ada.word("button-yes")):
        ada.press("Berlin")
    ada.say("button-yes")


def book(ada: Player) -> None:
    """Be shown the terms instead of the times, agree, and send a request for the first free time."""
    ada.say("button-book", SCHEDULING)
    assert ada.word("consent-needed", DOCUMENTS, specialist="Olga") in ada.phone.screen.text
    ada.say("button-agree", DOCUMENTS)
    ada.say("button-book", DOCUMENTS)
    ada.press("›")
    days = [label for label in ada.phone.screen.labels if label.isdigit()]
    ada.press(days[-1])
    ada.press(next(label for label in ada.phone.screen.labels if ":" in label))
    ada.say("button-send-request", SCHEDULING)


def withdraw(ada: Player) -> None:
    """Withdraw the consent from the specialist's documents."""
    ada.send("/menu")
    ada.say("button-specialists")
    ada.say("button-documents", DOCUMENTS)
    ada.press("AGB 12")
    ada.say("button-withdraw", DOCUMENTS)


@pytest.mark.parametrize(
    "language",
    [pytest.param(one, marks=() if one == "de" else pytest.mark.slow) for one in LANGUAGES],
)
def test_terms_are_agreed_to_before_booking_and_withdrawing_cancels_nothing(
    language: str, tmp_path: Path
) -> None:
    with running(tmp_path) as live:
        olga, ada = Player(live, "Olga P", language), Player(live, "Ada L", language)
        link = set_up(olga)
        upload_terms(olga)
        join(ada, link)
        book(ada)
        olga.phone.sees("🟡", PATIENCE)
        olga.say("button-accept", SCHEDULING)
        ada.phone.sees("🟢", PATIENCE)
        withdraw(ada)

        told = olga.phone.sees(olga.word("appointments-stay", DOCUMENTS, count=1), PATIENCE)
        assert olga.word("has-withdrawn", DOCUMENTS, name="Ada", document="AGB 12") in told.text
        assert "🟢" in told.text
        assert "Massage" in told.text
        calls = live.telegram.journal.calls()
        assert [call["method"] for call in calls if not call["ok"]] == []
        shown = [one for player in (olga, ada) for one in player.phone.messages if one.from_bot]
        assert [one.text for one in shown if "${" in one.text] == []
        labels = [label for one in shown for label in one.labels]
        assert [label for label in labels if label.startswith(("button-", "choice-", "setup-"))] == []
