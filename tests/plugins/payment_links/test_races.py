"""Somebody books a service at the instant at which it becomes a package: the lock decides, on both databases."""

import threading

from pyramid.request import Request
from tests.plugins.payment_links.steps import MASSAGE, TEN, People

from kalenner.people import Client
from kalenner.units import run_unit
from kalenner_payment_links.services import ServicePaymentService
from kalenner_scheduling.api import Appointment, AppointmentService, Service
from kalenner_scheduling.appointments.errors import IsPackage

PATIENCE = 60


def test_who_looked_before_and_books_after_is_refused(people: People, database_url: str) -> None:
    app, has_looked, ends = people.stage.app, threading.Event(), []

    def ask(request: Request) -> None:
        client, service = request.dbsession.get_one(Client, 1), request.dbsession.get_one(Service, MASSAGE)
        has_looked.set()
        request.find_service(AppointmentService).request(client, service, TEN)

    def book() -> None:
        try:
            run_unit(app, "command/test", ask)
        except IsPackage:
            ends.append("refused")
        else:
            ends.append("booked")

    client = threading.Thread(target=book)

    def bundle(request: Request) -> None:
        service = request.dbsession.get_one(Service, MASSAGE)
        request.find_service(ServicePaymentService).make_package(service, is_package=True)
        request.dbsession.flush()
        client.start()
        if database_url.startswith("postgresql"):  # the other one writes after another, from the start
            assert has_looked.wait(PATIENCE)
            client.join(0.5)  # it cannot end before the lock is given back
            assert ends == []

    run_unit(app, "command/test", bundle)
    client.join(PATIENCE)

    assert ends == ["refused"]
    assert people.read(lambda request: request.dbsession.query(Appointment).count()) == 0
