"""Writing by two at once: whoever rendered an older version writes none of it."""

import logging
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from tests.plugins.profiles.practice_page import LANGUAGES, Practice
from tests.plugins.profiles.test_publication import Full, book_links, run

from kalenner.clock import FixedClock
from kalenner.units import run_unit
from kalenner_profiles import page_writer, tasks
from kalenner_profiles.content import ContentService
from kalenner_profiles.page_writer import UNIT
from kalenner_profiles.publication_service import PublicationService
from kalenner_profiles.slugs import KEPT
from kalenner_profiles.targets import TARGET, target_of


def say(practice: Practice, text: str) -> int:
    """Publish a text without writing; return the provider's id."""

    def work(request, provider) -> int:
        request.find_service(ContentService).set_about(provider, text)
        request.find_service(PublicationService).publish(provider)
        return provider.id

    return practice.work(work)


def test_an_older_version_is_not_written_over_a_newer_one(practice: Practice) -> None:
    app, target = practice.stage.app, target_of(practice.stage.app.registry)
    provider_id = say(practice, "The first text")
    slow = run_unit(app, UNIT, partial(page_writer._render, provider_id=provider_id), only_reads=True)
    run_unit(app, UNIT, partial(page_writer._announce, wanted=slow, target=target))
    say(practice, "The second text")
    page_writer.write_due(app)

    late = [
        run_unit(app, UNIT, partial(step, wanted=slow, target=target))
        for step in (page_writer._announce, page_writer._put_pages)
    ]

    assert late == [False, False]
    assert "The second text" in practice.page()
    assert "The first text" not in practice.page()


def test_the_same_version_is_written_once(practice: Practice) -> None:
    app, target = practice.stage.app, target_of(practice.stage.app.registry)
    provider_id = say(practice, "Once")
    both = [
        run_unit(app, UNIT, partial(page_writer._render, provider_id=provider_id), only_reads=True)
        for _process in range(2)
    ]
    for wanted in both:
        assert run_unit(app, UNIT, partial(page_writer._announce, wanted=wanted, target=target)) is True
        page_writer._put_files(target, wanted)

    assert [
        run_unit(app, UNIT, partial(page_writer._put_pages, wanted=one, target=target)) for one in both
    ] == [
        True,
        False,
    ]


def test_what_killed_processes_left_is_removed_a_day_later(practice: Practice) -> None:
    practice.publish()
    old, young = (practice.folder / "en" / "olga" / f".new-{name}" for name in ("old", "young"))
    for one in (old, young):
        one.write_bytes(b"half")
    yesterday = time.time() - 86_401
    os.utime(old, (yesterday, yesterday))

    practice.stage.run(tasks.remove_unused)

    assert (old.exists(), young.exists()) == (False, True)


def test_a_snapshot_that_cannot_be_read_keeps_no_other_page_waiting(
    practice: Practice, clock: FixedClock, caplog: pytest.LogCaptureFixture
) -> None:
    practice.publish()

    def as_a_newer_release_writes_it(request, provider) -> None:
        row = request.find_service(PublicationService).find_row(provider.id)
        row.content = {**row.content, "contact": {**row.content["contact"], "fax": ""}}
        request.find_service(PublicationService).refresh(provider.id)

    practice.work(as_a_newer_release_writes_it)
    clock.move(1)
    anna = Practice(practice.stage, practice.folder, "Anna")
    with caplog.at_level(logging.ERROR):
        anna.publish()

    assert {"en/anna", "en/olga"} < set(anna.pages())
    assert "cannot be written, the last one stays" in caplog.text
    assert (practice.row().tries, practice.write()) == (1, 0)
    practice.publish()
    assert (practice.row().is_due, "fax" in practice.row().content["contact"]) == (False, False)
    practice.work(as_a_newer_release_writes_it)
    practice.work(lambda request, provider: request.find_service(PublicationService).unpublish(provider))
    assert (practice.write(), [path for path in practice.pages() if "olga" in path]) == (1, [])


def test_a_page_written_in_part_is_written_again_though_it_is_to_be_as_before(
    practice: Practice, clock: FixedClock
) -> None:
    practice.publish()
    target = Full(practice.folder)
    TARGET.put(practice.stage.app.registry, target)
    practice.invite()
    practice.write()
    in_part = len(book_links(practice))

    practice.change_invitation("revoke")
    target.is_full = False
    clock.move(3600)

    assert (in_part, practice.write(), book_links(practice)) == (2, 1, [])


def test_what_the_standing_page_loads_stays_while_the_next_cannot_be_written(
    practice: Practice, clock: FixedClock
) -> None:
    practice.publish()
    loaded = set(practice.files())
    target = Full(practice.folder)
    TARGET.put(practice.stage.app.registry, target)

    def look_otherwise(request, provider) -> None:
        row = request.find_service(PublicationService).find_row(provider.id)
        row.content = {**row.content, "design": {**row.content["design"], "theme": "barber"}}
        request.find_service(PublicationService).refresh(provider.id)

    practice.work(look_otherwise)
    kept = []
    for _hour in range(30):
        practice.write()
        clock.move(3600)
        run(practice, "profiles.remove_unused")
        kept.append(loaded <= set(practice.files()))
    target.is_full = False
    clock.move(3600)
    practice.write()
    clock.move(86_400)
    run(practice, "profiles.remove_unused")

    assert set(kept) == {True}
    assert practice.files() == sorted(practice.row().files)
    assert loaded.isdisjoint(practice.files())


def test_what_a_killed_process_left_keeps_no_page_online(practice: Practice) -> None:
    practice.publish()
    for language in LANGUAGES:
        (practice.folder / language / "olga" / ".new-rest").write_bytes(b"half")

    practice.work(lambda request, provider: request.find_service(PublicationService).unpublish(provider))

    assert (practice.write(), practice.pages()) == (1, [])


def test_a_name_that_is_over_while_its_page_is_written_is_nobody_elses(
    practice: Practice, clock: FixedClock
) -> None:
    app, target = practice.stage.app, target_of(practice.stage.app.registry)
    practice.publish()
    practice.work(
        lambda request, provider: request.find_service(PublicationService).change_slug(provider, "o2")
    )
    provider_id = practice.work(lambda _request, provider: provider.id)
    clock.move(KEPT.total_seconds() - 1)
    wanted = run_unit(app, UNIT, partial(page_writer._render, provider_id=provider_id), only_reads=True)
    run_unit(app, UNIT, partial(page_writer._announce, wanted=wanted, target=target))
    clock.move(2)
    run_unit(app, UNIT, partial(page_writer._put_pages, wanted=wanted, target=target))
    anna = Practice(practice.stage, practice.folder, "Olga?")
    anna.publish()

    run(practice, "profiles.write")
    practice.write()

    assert (len(practice.pages()), "en/olga-2" in practice.pages()) == (8, True)


def test_a_link_that_ends_while_its_page_is_published_first_is_not_missed(practice: Practice) -> None:
    practice.invite()
    is_published, is_revoked = threading.Event(), threading.Event()

    def publish(request, provider) -> None:
        request.find_service(PublicationService).publish(provider)
        is_published.set()
        is_revoked.wait(1)  # in vain, as long as who revokes has to wait for the page

    def revoke() -> None:
        practice.change_invitation("revoke")
        is_revoked.set()

    with ThreadPoolExecutor(2) as pool:
        publishing = pool.submit(practice.work, publish)
        assert is_published.wait(20)
        pool.submit(revoke).result()
        publishing.result()

    assert practice.row().version == 2
