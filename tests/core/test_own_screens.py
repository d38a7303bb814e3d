"""Every registered screen, pressed by people whose things these are: it is shown, and nothing breaks."""

import datetime as dt
import itertools

import pytest
from pyramid.router import Router
from sqlalchemy import select

from kalenner.home.sample import BEYOND_REAL_IDS
from kalenner.i18n import LANGUAGES, Translatable, _, reader_for
from kalenner.people import Account
from kalenner.route import ArgValue, Press
from kalenner.screens import Arrival, Dialog, Screen, Visit, answer
from kalenner.screens.registry import ScreenSpec, specs_of
from kalenner.testing import Stage
from kalenner.testing.channel import NAME
from kalenner_help.answers import number_of
from tests.conftest import MakeApp
from tests.core.test_access import OBJECTS, VALUES, add_objects

IDS = (1, 2, 3, 4, 5, 7, 11)
"""Which things are tried, until one is shown."""
MOST_TRIES = 60
BY_NAME: dict[tuple[str, type], ArgValue] = {
    ("year", int): 2026,
    ("theme", str): "calm",
    ("position", int): 1,
    ("ends_at", dt.datetime): dt.datetime(2026, 12, 2, 10, tzinfo=dt.UTC),
    ("state", str): "open",
    ("topic", int): number_of("first-steps"),
    ("answer", int): number_of("begin"),
    ("kind", str): "question",
    ("amount", int): 100,
    ("currency", str): "EUR",
    ("language", int): 1,
}
"""What arguments are that stand for nobody's thing and are not of any value."""
NEED_MORE = {
    "client.introduce": "a client without a name",
    "closures.public.offer": "December, and a country that was chosen",
    "closures.public.region": "a country that was chosen",
    "documents.requirement": "ticked documents",
    "form.change": "an answer that was edited",
    "messages.remove": "messages that Telegram still keeps",
    "mine.withdraw": "a request for another time",
    **dict.fromkeys(
        ("organizations.cancel", "organizations.cancel_now", "organizations.coming", "organizations.keep"),
        "a member who has left",
    ),
    **dict.fromkeys(
        ("organizations.parted", "organizations.stay"), "a client who came through an organization"
    ),
    "organizations.dissolved": "an organization that was dissolved",
    "organizations.gone": "an organization that was dissolved",
    "organizations.introduce": "a professional without a nickname",
    "organizations.join": "a link to a team that was opened",
    "reminders.reminder": "an appointment within the lead of its reminder",
    "stripe.take_away_now": "a secret of Stripe that was entered",
    "translations.change": "a subject that can be translated",
    "translations.remove": "a text that was translated",
    "zone.confirm": "a zone that was found",
    "zone.save": "a zone that was found",
}
"""Screens that the sample world has nothing for, and what they need; their own tests show them."""
REFUSALS = (_("not-available"), _("menu-out-of-date"))


@pytest.fixture
def app(make_application: MakeApp) -> Router:
    """An application where one of the sample people answers tickets to support."""
    return make_application(**{"support.accounts": f"{NAME}:{BEYOND_REAL_IDS + 1001}"})


def in_all_languages(stage: Stage, *messages: Translatable) -> set[str]:
    """What is said in the languages of the sample world, up to the first value."""
    readers = [reader_for(stage.app.registry, language, None) for language in LANGUAGES]
    return {reader.label(message).partition("${")[0] for reader in readers for message in messages}


class RolledBack(Exception):
    """Takes back what a press has written, with the screen it led to."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        super().__init__(str(screen.text))


def press_without_trace(stage: Stage, account_id: int, press: Press) -> Screen:
    def work(request):
        account = request.dbsession.get_one(Account, account_id)
        dialog = Dialog.of(request, account, NAME)
        arrival = Arrival("1", is_press=True, press=press, version=dialog.version)
        request.visit = Visit(account, NAME, arrival, dialog)
        raise RolledBack(answer(request, request.visit))

    with pytest.raises(RolledBack) as rolled_back:
        stage.run(work)
    return rolled_back.value.screen


def presses(spec: ScreenSpec) -> list[Press]:
    """The screen with things of the sample world, shown or, where it only has an effect, done."""
    names = [name for name in spec.args if name in OBJECTS]
    rest = {
        name: BY_NAME.get((name, kind), VALUES[kind])
        for name, kind in spec.args.items()
        if name not in OBJECTS
    }
    ids = itertools.islice(itertools.product(IDS, repeat=len(names)), MOST_TRIES)
    made = []
    for numbers in ids:
        things = {name: spec.args[name](number) for name, number in zip(names, numbers, strict=True)}
        made.append(Press(spec.name, {**rest, **things}, spec.route.is_effect))
    return made


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_screen_is_shown_to_those_whose_things_it_is_about(stage: Stage):
    stage.run(add_objects)
    accounts = stage.run(lambda request: list(request.dbsession.scalars(select(Account.id))), only_reads=True)
    unshown, broken = set(), []
    refusals, faults = in_all_languages(stage, *REFUSALS), in_all_languages(stage, _("fault"))
    for name, spec in sorted(specs_of(stage.app.registry).items()):
        notices = set()
        for press, account_id in itertools.product(presses(spec), [*accounts[:4], accounts[-1]]):
            screen = press_without_trace(stage, account_id, press)
            notice = screen.notice.text if screen.notice else ""
            if notice.startswith(tuple(faults)):
                broken.append(press)
            notices.add(notice)
            if notice not in refusals:
                break
        if notices <= refusals:
            unshown.add(name)

    assert broken == []
    assert unshown == set(NEED_MORE)
