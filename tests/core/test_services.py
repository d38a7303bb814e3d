"""Services: one of each class for a request, made of the request that asks."""

from fractions import Fraction

import pytest

from kalenner.people import AccountService, ClientService
from kalenner.units import run_unit


def test_a_request_has_one_service_of_each_class(app):
    def pair(request):
        return [request.find_service(AccountService) for _time in range(2)]

    first, second = run_unit(app, "command/test", pair)

    assert isinstance(first, AccountService)
    assert first is second


def test_another_request_has_services_of_its_own(app):
    services = [
        run_unit(app, "command/test", lambda request: request.find_service(ClientService))
        for _time in range(2)
    ]

    assert services[0] is not services[1]


def test_a_class_that_nobody_makes_is_named(app):
    with pytest.raises(KeyError, match="Fraction"):
        run_unit(app, "command/test", lambda request: request.find_service(Fraction))
