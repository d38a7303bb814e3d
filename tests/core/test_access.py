"""Every registered screen, pressed by people whose things these are not: nothing shown, nothing changed."""

import datetime as dt
import itertools

import pytest
from sqlalchemy import select

from kalenner.database import metadata
from kalenner.delivery.models import Outbox
from kalenner.home.sample import make_sample
from kalenner.people import AccountService, Client, Provider, ProviderService
from kalenner.people.models import Owner
from kalenner.screens import MessageKind, Press
from kalenner.screens.registry import ScreenSpec, specs_of
from kalenner.security import CIPHER
from kalenner.testing import Person, Stage
from kalenner_chat.content import Content
from kalenner_chat.draft_service import DraftContent, DraftService
from kalenner_chat.models import ChatMessage, Draft, Period, QuickAnswer, Thread
from kalenner_chat.quick_answer_service import QuickAnswerService
from kalenner_chat.relations import relation_of
from kalenner_chat.retention_service import RetentionService
from kalenner_documents.document_service import DocumentService
from kalenner_documents.exchange_service import ExchangeService
from kalenner_documents.intake import IntakeService
from kalenner_documents.models import Document, ExchangedFile, WaitingFile
from kalenner_documents.sample import sample_file
from kalenner_invitations.models import Invitation, LinkKind
from kalenner_invitations.services import InvitationService
from kalenner_organizations.models import Member, OwnershipOffer
from kalenner_organizations.services import MemberService
from kalenner_payments.models import Entry
from kalenner_profiles.models import Photo
from kalenner_scheduling.appointments.models import Amendment, Appointment, StatusChange
from kalenner_scheduling.catalogue.models import Service
from kalenner_scheduling.time_off.models import Away, Closure
from kalenner_scheduling.working_hours.models import WorkingPeriod
from kalenner_stripe.events import Event
from kalenner_stripe.models import StripeEvent, StripePayment
from kalenner_stripe.recording import event_binding
from kalenner_support.models import ReadyAnswer, Ticket, TicketMessage
from kalenner_support.ticket_service import TicketService
from tests.figures import RecordFigure

OBJECTS = {
    "provider": Provider,
    "organization": Provider,
    "member": Member,
    "owner": Owner,
    "offer": OwnershipOffer,
    "client": Client,
    "appointment": Appointment,
    "appointments": Appointment,
    "amendment": Amendment,
    "change": StatusChange,
    "service": Service,
    "invitation": Invitation,
    "message": Outbox,
    "period": WorkingPeriod,
    "closure": Closure,
    "away": Away,
    "entry": Entry,
    "photo": Photo,
    "document": Document,
    "file": ExchangedFile,
    "ticket": Ticket,
    "ticket_message": TicketMessage,
    "ready_answer": ReadyAnswer,
    "waiting": WaitingFile,
    "thread": Thread,
    "chat_message": ChatMessage,
    "draft": Draft,
    "quick_answer": QuickAnswer,
    "event": StripeEvent,
    "payment": StripePayment,
}
"""Names of arguments that stand for somebody's thing, and what each is."""
IDS = (1, 2, 5)
"""Which of them are tried."""
IDS_OF = {"organization": (4,), "member": (1, 2), "owner": (1,), "offer": (1, 2)}
"""The same of things that a sample has fewer of: one organization, the provider after three practices."""
NOT_OBJECTS = {
    *("page", "search", "month", "day", "starts_at", "ends_at", "weekday", "is_day"),
    *("kind", "first_day", "last_day", "field", "network", "map", "theme", "option", "place"),
    *(
        "choice",
        "item",
        "only",
        "number",
        "language",
        "region",
        "zone",
        "then",
        "amount",
        "currency",
        "minutes",
        "rule",
    ),
    *("year", "format", "subject", "version", "position", "state", "messages", "sent_at", "up_to"),
    *("topic", "answer", "name", "ended"),
}
OPEN_TO_ALL = {"start", "invitations.open", "mine.list", "mine.past"}
"""Screens that a token opens, and a list of one's own that a provider only narrows."""
TOUCHED_BY_EVERY_PRESS = ("core_dialog", "core_inbox", "core_outbox", "core_account", "core_identity")
VALUES = {
    dt.date: dt.date(2026, 12, 2),
    dt.datetime: dt.datetime(2026, 12, 2, 9, tzinfo=dt.UTC),
    str: "x",
    int: 0,
}


def with_objects(stage: Stage) -> list[ScreenSpec]:
    return [
        spec
        for name, spec in sorted(specs_of(stage.app.registry).items())
        if name not in OPEN_TO_ALL and set(spec.args) & set(OBJECTS)
    ]


def presses(spec: ScreenSpec) -> list[Press]:
    """The screen with the first ids there are, shown and, where it has one, with its effect."""
    names = [name for name in spec.args if name in OBJECTS]
    rest = {name: VALUES[kind] for name, kind in spec.args.items() if name not in OBJECTS}
    made = []
    for ids in itertools.product(*(IDS_OF.get(name, IDS) for name in names)):
        named = {name: spec.args[name](id_) for name, id_ in zip(names, ids, strict=True)}
        args = {**rest, **named}
        kinds = [False, True] if spec.form else [spec.is_effect]
        made += [Press(spec.name, args, is_effect=kind) for kind in kinds]
    return made


def add_objects(request):
    """Make the sample, and of what a sample lacks some for its first professional."""
    make_sample(request)
    now, day = request.clock.now(), dt.date(2027, 1, 1)
    appointment = request.dbsession.get_one(Appointment, 1)
    owner_id = appointment.provider.account_id
    name, minutes, starts_at = appointment.service_name, appointment.minutes, appointment.starts_at
    was = {"old_service_name": name, "old_minutes": minutes, "old_starts_at": starts_at}
    amended = {**was, "new_service_name": name, "new_minutes": minutes, "new_starts_at": starts_at}
    sent = {"channel": "fake", "address": "1", "priority": 2, "state": "unreachable", "not_before": now}
    provider = appointment.provider
    intake = IntakeService(request)
    intake.has_checks = True  # so that files wait; they are then refused
    relation = relation_of(request.dbsession.get_one(Thread, 1), provider.account)
    request.find_service(RetentionService).choose(provider.account, Period.YEAR)
    for number in range(5):
        infected = sample_file(request, provider.account, "Game", "X")
        intake.create(provider, "Game", infected, needs_consent=False)
        intake.refuse(number + 1, "Test")
    entry = request.dbsession.scalar(
        select(Entry).join(Entry.appointment).where(Appointment.provider_id == provider.id).limit(1)
    )
    for number in range(5):
        paid = {"provider_id": provider.id, "entry_id": entry.id, "refunded_minor": 0}
        request.dbsession.add(StripePayment(checkout=f"cs_{number}", **paid))
        event = StripeEvent(provider_id=provider.id, key=f"evt_{number}", state="waiting", received_at=now)
        said = Event(event.key, "checkout.session.completed", is_live=True, amount_minor=100, currency="EUR")
        event.payload = CIPHER.of(request.registry).seal(said.dump(), **event_binding(event))
        request.dbsession.add(event)
    for number in range(5):
        drafts = request.find_service(DraftService)
        drafts.keep_search(relation, "parking")
        drafts.keep_message(relation, DraftContent(Content(MessageKind.TEXT, "Hello"), "fake", 0, None))
        request.find_service(QuickAnswerService).add(provider.account, f"Answer {number}", "Welcome")
        upload, private = (sample_file(request, provider.account, "Plan", "Breathe.") for _ in range(2))
        request.find_service(DocumentService).create(provider, "Plan", upload, needs_consent=True)
        request.find_service(ExchangeService).add(appointment.client, provider.account, "Plan", private)
        add_ticket(request, provider.account, number)
        first = day + dt.timedelta(days=number)
        at = now + dt.timedelta(days=number)
        mine = {"provider_id": appointment.provider_id}
        request.dbsession.add_all(
            [
                Closure(kind="holiday", first_day=first, last_day=first, **mine),
                Away(starts_at=at, ends_at=at + dt.timedelta(hours=1), **mine),
                Amendment(appointment=appointment, at=now, account_id=owner_id, **amended),
                Outbox(account_id=appointment.client.account_id, origin_id=owner_id, created_at=now, **sent),
            ]
        )
    add_offers(request)


def add_offers(request):
    """Ask the first member and the owner whether they want to own an organization."""
    service = request.find_service(MemberService)
    member = request.dbsession.get_one(Member, 1)
    owner = request.dbsession.get_one(Owner, 1)
    service.offer(member, owner.account)
    invitation = request.find_service(InvitationService).create(
        member.organization, "Spring", days=30, is_single_use=False, kind=LinkKind.TEAM
    )
    request.find_service(InvitationService).use_team(invitation, owner.account)
    done = service.offer(request.dbsession.get_one(Member, 2), owner.account)
    service.answer(done, is_accepted=False)


def add_ticket(request, account, number):
    service = request.find_service(TicketService)
    ticket = service.draft(account)
    service.write(ticket, account, "Could the calendar show the weeks?")
    service.send(ticket, role=None, language="en", fault=None)
    service.answer(ticket, account, "It will.")
    service.solve(ticket)
    service.add_ready_answer(f"No. {number}", "Thank you!")


def contents(stage: Stage) -> dict[str, list[tuple[object, ...]]]:
    tables = [table for table in metadata.sorted_tables if table.name not in TOUCHED_BY_EVERY_PRESS]
    return stage.run(
        lambda request: {
            table.name: [
                tuple(map(str, row))
                for row in request.dbsession.execute(select(table).order_by(*table.primary_key))
            ]
            for table in tables
            if not table.name.startswith("telegram_")
        },
        only_reads=True,
    )


def unrelated_person(stage: Stage) -> Person:
    """Somebody who has only pressed Start."""
    person = stage.person("Stranger")
    person.send("/start")
    return person


def other_professional(stage: Stage) -> Person:
    """A professional with an empty practice."""
    person = stage.person("Rival")
    person.send("/start")

    def open_practice(request):
        account = request.find_service(AccountService).find("fake", person.subject)
        account.timezone = "Europe/Berlin"
        request.find_service(ProviderService).open_practice(account, "Rival")

    stage.run(open_practice)
    person.send("/menu")
    return person


def test_every_argument_is_known_to_these_tests(app):
    named = {name for spec in specs_of(app.registry).values() for name in spec.args} - {"payload", "token"}

    assert named == set(OBJECTS) | NOT_OBJECTS


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_there_are_things_to_keep_from_others(stage: Stage):
    stage.run(add_objects)

    found = stage.run(
        lambda request: {
            name: [id_ for id_ in IDS_OF.get(name, IDS) if request.dbsession.get(model, id_) is not None]
            for name, model in OBJECTS.items()
        }
    )
    assert found == {name: list(IDS_OF.get(name, IDS)) for name in OBJECTS} | {"provider": [1, 2]}


@pytest.mark.figure("F7")
@pytest.mark.parametrize(
    "who",
    [
        pytest.param(unrelated_person, marks=pytest.mark.slow, id="unrelated_person"),
        pytest.param(other_professional, id="other_professional"),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_is_not_mine_is_not_available(who, stage: Stage, record_figure: RecordFigure):
    stage.run(add_objects)
    person = who(stage)
    before = contents(stage)
    seen, number = [], 0
    for spec in with_objects(stage):
        for press in presses(spec):
            number += 1
            screen = person.press_data(press)
            if screen.notice is None or screen.notice.text not in {"Not available.", "This step is over."}:
                seen.append((press.screen, dict(press.args), press.is_effect, str(screen.text)[:80]))

    after = contents(stage)
    changed = sum(after[table] != rows for table, rows in before.items())
    what = f"presses of {len(with_objects(stage))} screens by {who.__name__.replace('_', ' ')}"
    record_figure("F7", number, what, shown=len(seen), changed_tables=changed)
    assert seen == [], "\n".join(map(str, seen))
    assert after == before
