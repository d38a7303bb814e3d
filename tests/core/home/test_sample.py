"""The sample world: three professionals and their clients, once, on an empty database."""

import pytest
from pyramid.request import Request
from sqlalchemy import select

from kalenner.home.sample import CLIENTS, PRACTICES, fill_if_empty, make_sample_where_empty
from kalenner.people import ClientService, Provider
from kalenner.people.services import CLIENT_NAME_LENGTH, NICKNAME_LENGTH
from kalenner.testing import Stage
from kalenner.zones import is_zone

pytestmark = pytest.mark.slow_on_postgresql


def test_sample_has_people_of_many_zones_and_languages(stage: Stage) -> None:
    people = stage.run(fill_if_empty)

    assert [person.number for person in people[:3]] == ["1001", "3001", "3002"]
    assert all(int(person.subject) > 2**52 for person in people)
    assert len(people) == 15
    assert all(is_zone(person.zone) for person in people)
    assert {person.language for person in people} == {"en", "fr", "de", "ru"}


def test_clients_are_connected(stage: Stage) -> None:
    stage.run(fill_if_empty)

    def read(request: Request) -> dict[str, list[str]]:
        service: ClientService = request.find_service(ClientService)
        providers = request.dbsession.scalars(select(Provider).where(Provider.account_id.is_not(None)))
        return {
            one.nickname: sorted(client.name for client in service.list_clients(one)) for one in providers
        }

    professionals = [practice.person for practice in PRACTICES]
    names = {person.number: person.name for person in [*CLIENTS, *professionals]}
    assert stage.run(read) == {
        practice.nickname: sorted(names[number] for number in practice.clients) for practice in PRACTICES
    }


def test_sample_is_made_once(stage: Stage) -> None:
    assert len(make_sample_where_empty(stage.app)) == 15

    assert make_sample_where_empty(stage.app) == stage.run(fill_if_empty) == []


def test_names_could_have_been_typed() -> None:
    low, high = CLIENT_NAME_LENGTH
    assert [person.name for person in CLIENTS if not low <= len(person.name) <= high] == []
    low, high = NICKNAME_LENGTH
    assert [one.nickname for one in PRACTICES if not low <= len(one.nickname) <= high] == []
