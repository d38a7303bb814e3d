"""``kalenner consents``: verifying, and comparing with heads that were exported."""

from argparse import ArgumentParser
from pathlib import Path

import pytest
from sqlalchemy import text
from tests.plugins.documents.steps import People, decide, make_documents

from kalenner_documents import command
from kalenner_documents.models import Decision


def run(people: People, *typed: str) -> int:
    parser = ArgumentParser()
    command.arguments(parser)
    return people.stage.run(lambda request: command.run(request, parser.parse_args(typed)))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_consents_are_verified_and_compared_with_a_head(
    people: People, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for document_id in make_documents(people, 3):
        decide(people, document_id, Decision.AGREED)
    assert run(people, "verify") == command.DONE
    assert capsys.readouterr().out == "3 entries of 1 professionals are as they were\n"
    assert run(people, "export") == command.DONE
    heads = tmp_path / "heads.json"
    heads.write_text(capsys.readouterr().out)
    assert run(people, "verify", "--heads", str(heads)) == command.DONE

    def cut(request) -> None:
        connection = request.dbsession.connection()
        for trigger in ("documents_consent_delete", "documents_consent_words_delete"):
            connection.execute(text(f"DROP TRIGGER {trigger}"))
        connection.execute(text("DELETE FROM documents_consent_words WHERE position = 3"))
        connection.execute(text("DELETE FROM documents_consent WHERE position = 3"))

    people.stage.run(cut)
    capsys.readouterr()
    assert run(people, "verify") == command.DONE
    assert run(people, "verify", "--heads", str(heads)) == command.FAULT
    provider = people.olga.provider_id
    assert f"provider {provider}: entry 3 is missing, as are all up to 3" in capsys.readouterr().out


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("content", ["", "[]", '{"1": 3}', '{"1": ["x", "y"]}'])
def test_file_that_export_has_not_written_is_named(
    people: People, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str
) -> None:
    (tmp_path / "heads.json").write_text(content)

    assert run(people, "verify", "--heads", str(tmp_path / "heads.json")) == command.MISTAKE
    assert "expected a file that export has written" in capsys.readouterr().out
