"""Every registered screen, pressed by people whose things these are: it is shown, and nothing breaks."""

import itertools

import pytest
from sqlalchemy import select

from kalenner.people import Account
from kalenner.route import Press
from kalenner.screens import Arrival, Dialog, Screen, Visit, answer
from kalenner.screens.registry import ScreenSpec, specs_of
from kalenner.testing import Stage
from kalenner.testing.channel import NAME
from tests.core.test_access import OBJECTS, VALUES, add_objects

IDS = (1, 2, 3, 4, 5, 7, 11)
"""Which things are tried, until one is shown."""
MOST_TRIES = 60
REFUSALS = {"Not available.", "This menu is out of date."}


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
    rest = {name: VALUES[kind] for name, kind in spec.args.items() if name not in OBJECTS}
    ids = itertools.islice(itertools.product(IDS, repeat=len(names)), MOST_TRIES)
    return [
        Press(spec.name, {**rest, **dict(zip(names, numbers, strict=True))}, spec.route.is_effect)
        for numbers in ids
    ]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_screen_is_shown_to_those_whose_things_it_is_about(stage: Stage):
    stage.run(add_objects)
    accounts = stage.run(lambda request: list(request.dbsession.scalars(select(Account.id))), only_reads=True)
    unshown, broken = set(), []
    for name, spec in sorted(specs_of(stage.app.registry).items()):
        notices = set()
        for press, account_id in itertools.product(presses(spec), accounts[:4]):
            screen = press_without_trace(stage, account_id, press)
            notice = screen.notice.text if screen.notice else ""
            if notice.startswith("Something went wrong"):
                broken.append(press)
            notices.add(notice)
            if notice not in REFUSALS:
                break
        if notices <= REFUSALS:
            unshown.add(name)

    assert broken == []
    assert unshown == set()
