"""The sample world shows every kind of balance."""

from collections import Counter

import pytest
from sqlalchemy import select
from tests.sample_world import make_sample_world

from kalenner.hooks.scheduling import Status
from kalenner.testing import Stage
from kalenner_payments.models import Entry
from kalenner_payments.services import PaymentService
from kalenner_scheduling.appointments.models import Appointment


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_sample_professionals_were_paid_for_past_appointments(stage: Stage):
    make_sample_world(stage)

    def look(request):
        service = request.find_service(PaymentService)
        priced = select(Appointment).where(Appointment.price_minor > 0)
        balances = [
            (appointment, service.balance_of(appointment))
            for appointment in request.dbsession.scalars(priced)
        ]
        entries = list(request.dbsession.scalars(select(Entry)))
        now = request.clock.now()
        return (
            {(appointment.status, balance.paid_minor > 0) for appointment, balance in balances},
            Counter(
                "part" if 0 < balance.paid_minor < balance.price_minor else "whole"
                for appointment, balance in balances
                if appointment.status == Status.COMPLETED and balance.paid_minor
            ),
            {entry.kind for entry in entries},
            all(entry.at <= now for entry in entries),
        )

    paid, parts, kinds, are_past = stage.run(look, only_reads=True)

    assert {status for status, was_paid in paid if was_paid} == {Status.COMPLETED}
    assert min(parts["part"], parts["whole"]) > 0
    assert kinds == {"payment", "refund"}
    assert are_past
