"""Rules of documents: needed before booking, asked again after months, for certain services."""

import datetime as dt

import pytest
from pyramid.request import Request
from sqlalchemy import select
from tests.plugins.documents.steps import People, decide, make_documents, upload

from kalenner.people import AccountService, Client, ProviderService
from kalenner.testing import Person, act, go
from kalenner.testing.channel import NAME
from kalenner.testing.practice import client_of
from kalenner_documents.models import Decision, Document
from kalenner_documents.renewal import MONTHS, months_after, months_before
from kalenner_documents.rule_service import RuleService
from kalenner_documents.tasks import tell_all, tell_ended
from kalenner_scheduling.api import AppointmentService, Service
from kalenner_scheduling.catalogue.services import CatalogueService
from kalenner_scheduling.working_hours.services import WorkingHoursService

TEN = dt.datetime(2026, 12, 2, 9, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
DAYS = go("book.days", service=1, month=dt.date(2026, 12, 1))


def offer(people: People, *names: str) -> list[int]:
    """Let Olga work every weekday and offer services; return their ids."""

    def add(request: Request) -> list[int]:
        provider = request.find_service(AccountService).find(NAME, people.olga.subject).provider
        hours, catalogue = request.find_service(WorkingHoursService), request.find_service(CatalogueService)
        for weekday in range(5):
            hours.add_periods(provider, weekday, [(9 * 60, 17 * 60)])
        return [
            catalogue.add(provider, name=name, minutes=60, description=None, price_minor=None).id
            for name in names
        ]

    return people.stage.run(add)


def book_for(people: People, service_id: int, starts_at: dt.datetime, person: Person | None = None) -> None:
    """Let Olga book a service for a client."""
    client_id = people.client_id(person)

    def book(request: Request) -> None:
        client = request.dbsession.get_one(Client, client_id)
        service = request.dbsession.get_one(Service, service_id)
        by = client.provider.account
        request.find_service(AppointmentService).book_for(client, service, starts_at, by)

    people.run(book)


def rule(people: People, document_id: int, *, months: int | None = None, needed: bool = True) -> None:
    """Set the rules of a document."""

    def change(request: Request) -> None:
        rules, document = request.find_service(RuleService), request.dbsession.get_one(Document, document_id)
        rules.need_before_booking(document, is_needed=needed)
        rules.ask_again_after(document, months)

    people.stage.run(change)


def limit(people: People, document_id: int, *service_ids: int) -> None:
    """Let a document be for some services."""

    def change(request: Request) -> None:
        document = request.dbsession.get_one(Document, document_id)
        for service_id in service_ids:
            service = request.dbsession.get_one(Service, service_id)
            request.find_service(RuleService).limit(document, service, is_for_it=True)

    people.stage.run(change)


def labels(person: Person) -> list[str]:
    return [label for row in person.labels for label in row]


def test_document_is_shown_instead_of_the_times_until_the_client_agrees(people: People) -> None:
    offer(people, "Massage")
    olga, ada = people.olga, people.ada
    document_id = upload(people)
    olga.press_data(go("documents.card", document=document_id))
    olga.press("Needed before booking")
    assert "must stay free" in olga.screen.text
    olga.press("Yes")
    assert "Needed before booking" in olga.screen.text
    ada.press_data(DAYS)
    assert "<b>Terms</b>" in ada.screen.text
    assert "You can book with Olga once you have agreed." in ada.screen.text
    ada.press_data(act("book.send", service=1, starts_at=TEN))
    assert "<b>Terms</b>" in ada.screen.text
    ada.press("Agree")
    ada.press("📅 Book")
    assert "choose a day" in ada.screen.text
    ada.press_data(act("book.send", service=1, starts_at=TEN))
    assert "sent" in ada.screen.text


def test_declined_and_withdrawn_consents_keep_from_booking_and_another_document_follows(
    people: People,
) -> None:
    offer(people, "Massage")
    first, second, free = make_documents(people, 3)
    rule(people, first)
    rule(people, second)
    decide(people, first, Decision.AGREED)
    people.ada.press_data(DAYS)
    assert "<b>No. 1</b>" in people.ada.screen.text
    decide(people, second, Decision.AGREED)
    decide(people, free, Decision.DECLINED)
    people.ada.press_data(DAYS)
    assert "choose a day" in people.ada.screen.text
    decide(people, first, Decision.WITHDRAWN)
    people.ada.press_data(DAYS)

    assert "<b>No. 0</b>" in people.ada.screen.text


def test_rule_holds_only_while_clients_have_to_agree(people: People) -> None:
    offer(people, "Massage")
    (document_id,) = make_documents(people, 1, with_consent=False)
    rule(people, document_id)
    people.ada.press_data(DAYS)
    assert "choose a day" in people.ada.screen.text
    for route in ("documents.needed", "documents.renewal"):
        people.olga.press_data(go(route, document=document_id))
        assert people.olga.screen.notice is not None
        assert people.olga.screen.notice.text == "Not available."


def test_professional_reads_why_and_is_warned_and_books_all_the_same(people: People) -> None:
    offer(people, "Massage")
    rule(people, upload(people))
    client_id, olga = people.client_id(), people.olga
    olga.press_data(go("explain", service=1, starts_at=TEN, client=client_id))
    why = 'Ada has not agreed to "Terms", which is needed before booking.'
    assert why in str(olga.screen.text.unescape())
    olga.press_data(go("slot.confirm", starts_at=TEN, service=1, client=client_id))
    assert f"⚠️ {why}" in str(olga.screen.text.unescape())
    olga.press("Confirm")

    assert "🟢" in olga.screen.text


def test_withdrawing_cancels_nothing_and_the_message_lists_what_is_to_come(people: People) -> None:
    (service_id,) = offer(people, "Massage")
    document_id = upload(people)
    rule(people, document_id)
    ada, olga = people.ada, people.olga
    ada.press_data(go("documents.read", document=document_id))
    ada.press("Agree")
    book_for(people, service_id, TEN)
    book_for(people, service_id, TEN + HOUR)
    bea = client_of(olga, "Bea")
    book_for(people, service_id, TEN + 2 * HOUR, bea)
    ada.press_data(go("documents.read", document=document_id))
    ada.press("Withdraw")

    assert [str(line) for line in olga.cards[-1].text.splitlines()] == [
        '✍️ Ada has withdrawn consent to "Terms"',
        "",
        "Nothing is cancelled by this. 2 appointments are to come:",
        "🟢 Wed 2 Dec 2026, 10:00 · Massage",
        "🟢 Wed 2 Dec 2026, 11:00 · Massage",
    ]
    assert olga.cards[-1].rows[1][0].label == "🗓️ Appointments"


def test_consent_ends_after_its_months_and_the_client_is_asked_once(people: People) -> None:
    offer(people, "Massage")
    document_id = upload(people)
    olga, ada = people.olga, people.ada
    olga.press_data(go("documents.card", document=document_id))
    olga.press("Ask again every … months")
    olga.press("3 months")
    assert "Asked again every 3 months" in olga.screen.text
    rule(people, document_id, months=3)
    ada.press_data(go("documents.read", document=document_id))
    assert "You will be asked again after 3 months." in ada.screen.text
    ada.press("Agree")
    assert "🟢 Agreed (Tue 1 Dec 2026; asked again on Mon 1 Mar 2027)" in ada.screen.text
    people.stage.clock.move(90 * 86_400 - 60)
    tell_ended(people.stage.app)
    people.stage.settle()
    assert ada.cards == []
    people.stage.clock.move(60)
    for _ in range(2):
        tell_ended(people.stage.app)
        people.stage.settle()
    assert [str(card.text) for card in ada.cards] == [
        '✍️ Your consent to "Terms" of Olga has ended. Please read it and answer again:'
    ]
    olga.press_data(go("documents.answers", document=document_id, page=0))
    assert "🟡 <b>Awaiting review: 1</b>\nAda: 🟡 Awaiting review (agreed Tue 1 Dec 2026, has ended)" in (
        olga.screen.text
    )
    ada.send("/menu")
    assert "1 document waits for your answer" in ada.screen.text
    ada.press_data(go("book.days", service=1, month=dt.date(2027, 3, 1)))
    assert "<b>Terms</b>" in ada.screen.text
    ada.press("Agree")
    ada.send("/menu")
    assert "waits for your answer" not in ada.screen.text


def test_consent_that_holds_longer_by_another_rule_is_told_of_anew_once_it_ends(people: People) -> None:
    document_id = upload(people)
    decide(people, document_id, Decision.AGREED)
    clock = people.stage.clock

    def told_after(days: int, months: int | None) -> int:
        rule(people, document_id, months=months)
        clock.move(days * 86_400)
        tell_ended(people.stage.app)
        people.stage.settle()
        return len(people.ada.cards)

    assert told_after(32, 1) == 1
    assert told_after(1, 1) == 1
    assert told_after(1, 3) == 1
    assert told_after(60, 3) == 2
    assert told_after(400, None) == 2


def test_document_for_a_service_is_shown_to_those_who_book_it(people: People) -> None:
    massage, yoga = offer(people, "Massage", "Yoga")
    document_id = upload(people)
    rule(people, document_id)
    olga, ada, bea = people.olga, people.ada, client_of(people.olga, "Bea")
    olga.press_data(go("documents.card", document=document_id))
    olga.press("For services …")
    assert "For all your clients." in olga.screen.text
    olga.press("☐ Yoga")
    assert olga.labels[:2] == [["☐ Massage"], ["☑ Yoga"]]
    olga.press_data(go("documents.card", document=document_id))
    assert "Only for: Yoga" in olga.screen.text
    for person in (ada, bea):
        person.send("/menu")
        assert "waits for your answer" not in person.screen.text
    ada.press_data(go("documents.reader", provider=olga.provider_id, page=0))
    assert "Terms" not in str(ada.labels)
    ada.press_data(DAYS)
    assert "choose a day" in ada.screen.text
    book_for(people, yoga, TEN)
    ada.press_data(go("documents.reader", provider=olga.provider_id, page=0))
    assert ada.labels[0] == ["🟡 ✍️ Terms"]
    olga.press_data(go("documents.answers", document=document_id, page=0))
    assert "Awaiting review: 1</b>\nAda" in olga.screen.text
    assert "Bea" not in olga.screen.text
    olga.press_data(act("documents.ask_now", document=document_id))
    tell_all(people.stage.app)
    people.stage.settle()
    assert bea.cards == []
    assert len(ada.cards) == 2
    bea.press_data(go("book.days", service=yoga, month=dt.date(2026, 12, 1)))
    assert "<b>Terms</b>" in bea.screen.text
    bea.press("Agree")
    olga.press_data(go("documents.answers", document=document_id, page=0))
    assert "Agreed: 1</b>\nBea" in olga.screen.text
    limit(people, document_id, massage)
    olga.press_data(act("documents.limit", document=document_id, page=0, service=yoga, choice=0))
    assert olga.labels[:2] == [["☑ Massage"], ["☐ Yoga"]]


def test_services_of_others_are_no_limit(people: People) -> None:
    document_id = upload(people)
    offer(people, "Massage")

    def add(request: Request) -> int:
        account = request.find_service(AccountService).find(NAME, people.ada.subject)
        provider = request.find_service(ProviderService).open_practice(account, "Ada")
        return (
            request.find_service(CatalogueService)
            .add(provider, name="Chess", minutes=60, description=None, price_minor=None)
            .id
        )

    foreign = people.stage.run(add)
    people.olga.press_data(act("documents.limit", document=document_id, page=0, service=foreign, choice=1))

    assert people.olga.screen.notice is not None
    assert people.olga.screen.notice.text == "Not available."


@pytest.mark.parametrize("months", MONTHS)
def test_months_on_the_calendar_fit_together(months: int) -> None:
    start = dt.datetime(2027, 1, 1, 12, 30, tzinfo=dt.UTC)
    for day in range(800):
        given = start + dt.timedelta(days=day)
        end = months_after(given, months)
        assert months_before(end, months) >= given
        assert months_before(end - dt.timedelta(seconds=1), months) < given


def test_month_that_ends_early_ends_a_consent_on_the_first_of_the_next() -> None:
    given = dt.datetime(2026, 12, 31, 10, tzinfo=dt.UTC)

    assert months_after(given, 1) == dt.datetime(2027, 1, 31, 10, tzinfo=dt.UTC)
    assert months_after(given, 6) == dt.datetime(2027, 7, 1, tzinfo=dt.UTC)
    assert months_after(given, 12) == dt.datetime(2027, 12, 31, 10, tzinfo=dt.UTC)


def test_unknown_number_of_months_is_refused(people: People) -> None:
    (document_id,) = make_documents(people, 1)

    def change(request: Request) -> None:
        document = request.dbsession.scalars(select(Document)).one()
        request.find_service(RuleService).ask_again_after(document, 5)

    with pytest.raises(ValueError, match="got 5"):
        people.stage.run(change)
    assert people.stage.run(lambda r: r.dbsession.get_one(Document, document_id).renewal_months) is None
