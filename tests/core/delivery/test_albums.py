"""Albums that are being collected: by the dispatcher's own threads, and by two processes at once."""

import math
import threading

from sqlalchemy import select, update

from kalenner.delivery.albums import SILENCE, list_open
from kalenner.delivery.inbox import Update, answer_silent_album, store
from kalenner.delivery.models import Inbox
from kalenner.files import FILES
from kalenner.screens import Dialog
from kalenner.testing import Person, Stage, go
from kalenner.testing.channel import NAME
from kalenner.units import run_unit
from tests.conftest import MakeApp
from tests.core.delivery.test_shared_units import handle_until
from tests.core.screens.upload_plugin import UPLOAD_PLUGIN

NAMES = ("one", "two", "three")


def parts_of(person: Person) -> list[dict[str, object]]:
    store = FILES.of(person.stage.app.registry)
    parts = person.album_parts(*((store.put(name.encode()), len(name), name) for name in NAMES))
    return [{"subject": person.subject, **part} for part in parts]


def at_the_safe(stage: Stage) -> Person:
    person = stage.person("Ada")
    person.send("/desk")
    person.press_data(go("papers.safe"))
    return person


def test_dispatcher_answers_an_album_that_is_silent(make_application: MakeApp) -> None:
    stage = Stage(make_application(UPLOAD_PLUGIN))
    person = at_the_safe(stage)
    stage.arrive(person.subject, *parts_of(person))
    before = len(person.screens)

    stage.clock.move(math.ceil(SILENCE.total_seconds()))
    handle_until(stage.app, lambda: len(person.screens) > before)

    assert person.screen.text == "Safe\none two three"
    assert stage.run(lambda request: list_open(request.dbsession, request.clock)) == []
    assert stage.run(lambda request: request.dbsession.scalar(select(Dialog.sealed_album))) is None


def test_album_waits_sealed_for_its_row(make_application: MakeApp) -> None:
    stage = Stage(make_application(UPLOAD_PLUGIN))
    ada, bea = at_the_safe(stage), at_the_safe(stage)
    for person in (ada, bea):
        stage.arrive(person.subject, *parts_of(person))

    albums = select(Dialog.sealed_album).order_by(Dialog.id)
    sealed = stage.run(lambda request: request.dbsession.scalars(albums).all())
    assert len(sealed) == 2
    assert all(album is not None and b"two" not in album for album in sealed)

    swapped = update(Dialog).values(sealed_album=sealed[0])  # Ada's, in both rows
    stage.run(lambda request: request.dbsession.execute(swapped))
    stage.fall_silent()
    assert [str(person.screen.text) for person in (ada, bea)] == ["Safe\none two three", "Safe"]


def test_album_is_not_whole_while_an_update_of_its_person_is_open(make_application: MakeApp) -> None:
    stage = Stage(make_application(UPLOAD_PLUGIN))
    person = at_the_safe(stage)
    *first, last = parts_of(person)
    stage.arrive(person.subject, *first)
    stage.run(lambda request: store(request, NAME, [Update(99, person.subject, last)]))

    stage.clock.move(60)  # the last file is being fetched for so long
    assert stage.run(lambda request: list_open(request.dbsession, request.clock)) == []
    stage.settle()
    stage.fall_silent()

    assert person.screen.text.startswith("Safe\none two")
    assert person.screen.text.count("\n") == 1


def test_two_processes_answer_an_album_once(make_application: MakeApp) -> None:
    here, there = (Stage(make_application(UPLOAD_PLUGIN)) for _process in range(2))
    assert here.app is not there.app
    person = at_the_safe(here)
    there.people[person.subject] = person
    for stage, part in zip((here, there, here), parts_of(person), strict=True):
        stage._keys = stage.run(
            lambda request: request.dbsession.scalar(select(Inbox.key).order_by(Inbox.key.desc()).limit(1))
        )
        stage.arrive(person.subject, part)
    before = len(person.screens)
    here.clock.move(math.ceil(SILENCE.total_seconds()))
    (album,) = here.run(lambda request: list_open(request.dbsession, request.clock))
    ready = threading.Barrier(2)

    def answer(stage: Stage) -> None:
        ready.wait(30)
        run_unit(stage.app, "inbox/album", lambda request: answer_silent_album(request, album))

    threads = [threading.Thread(target=answer, args=[stage]) for stage in (here, there)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    shown = person.screens[before:] + there.channel.shown.get(person.subject, [])
    assert [str(screen.text) for screen in shown] == ["Safe\none two three"]
