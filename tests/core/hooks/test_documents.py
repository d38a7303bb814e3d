"""Another scanner than clamd: a plugin looks into uploaded files, and one that fails keeps them waiting."""

import pytest

from kalenner.hooks import hookimpl
from kalenner.plugins import LoadedPlugin, Plugin
from kalenner.testing import Stage
from kalenner_documents.check_tasks import check_files
from kalenner_documents.intake import AGAIN
from tests.conftest import MakeApp
from tests.people import olga_and_ada
from tests.plugins.documents.steps import TERMS, People, kept_files, upload

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class Scanner:
    """Finds letters that say "late"; it reads twice, and can be out of order."""

    def __init__(self) -> None:
        self.is_broken = False
        self.seen: list[tuple[str, int]] = []

    def renew(self) -> None:
        """Be as new, for the next test that uses the same application."""
        self.__init__()  # type: ignore[misc]

    @hookimpl
    def documents_refusals(self, file):
        if self.is_broken:
            raise ValueError("out of order")
        content = b"".join(file.read())
        assert content == b"".join(file.read())
        self.seen.append((file.name, file.size))
        return ["Letter.Late"] if b"late" in content else []


def on_a_stage(make_application: MakeApp, scanner: Scanner) -> People:
    plugin = Plugin("scanner", "Scanner", "tests.core.hooks.empty_package", has_texts=False)
    stage = Stage(make_application(LoadedPlugin(plugin, scanner)))
    return People(stage, *olga_and_ada(stage))


def begin_upload(people: People, data: bytes) -> None:
    with pytest.raises(Exception, match="No row was found"):  # there is no document yet
        upload(people, data)


def test_hook_documents_refusals_refuses_a_file(make_application: MakeApp) -> None:
    scanner = Scanner()
    people = on_a_stage(make_application, scanner)
    begin_upload(people, TERMS)
    check_files(people.stage.app)
    people.stage.settle()

    assert scanner.seen == [("terms.pdf", len(TERMS))]
    assert "Letter.Late" in people.olga.cards[-1].text
    assert kept_files(people) == []


def test_hook_documents_refusals_that_raises_keeps_a_file_waiting(make_application: MakeApp) -> None:
    scanner = Scanner()
    people = on_a_stage(make_application, scanner)
    begin_upload(people, b"in time")
    scanner.is_broken = True
    check_files(people.stage.app)
    assert kept_files(people) == []

    scanner.is_broken = False
    people.stage.clock.move(AGAIN.total_seconds())
    check_files(people.stage.app)
    assert kept_files(people) == [b"in time"]
