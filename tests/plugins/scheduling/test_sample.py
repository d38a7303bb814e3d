"""The sample world has services, hours and appointments, in the words of its professionals."""

from collections import Counter

from pyramid.request import Request
from sqlalchemy import func, select
from tests.sample_world import make_sample_world

from kalenner.delivery.models import Outbox
from kalenner.people import Provider
from kalenner.testing import Stage
from kalenner_scheduling.appointments.models import Appointment, StatusChange
from kalenner_scheduling.catalogue.models import CataloguePreferences, Service
from kalenner_scheduling.working_hours.models import WorkingPeriod


def test_sample_world(stage: Stage):
    make_sample_world(stage)

    def look(request: Request) -> None:
        dbsession, now = request.dbsession, request.clock.now()
        practices = select(Provider).where(Provider.account_id.is_not(None))
        providers = dbsession.scalars(practices.order_by(Provider.id)).all()
        currencies = {
            preferences.provider_id: preferences.currency
            for preferences in dbsession.scalars(select(CataloguePreferences))
        }
        services = Counter(dbsession.scalars(select(Service.provider_id)))
        hours = Counter(dbsession.scalars(select(WorkingPeriod.provider_id)))
        assert [currencies[provider.id] for provider in providers] == ["EUR", "RUB", "EUR"]
        assert [services[provider.id] for provider in providers] == [6, 4, 5]  # a package is one of them
        assert [hours[provider.id] for provider in providers] == [9, 6, 9]
        for provider in providers:
            appointments = dbsession.scalars(
                select(Appointment).where(Appointment.provider_id == provider.id)
            ).all()
            statuses = {appointment.status for appointment in appointments}
            assert statuses == {"pending", "accepted", "declined", "cancelled", "completed", "missed"}
            assert {appointment.status for appointment in appointments if appointment.starts_at > now} >= {
                "pending",
                "accepted",
            }
            assert all(
                appointment.status != "pending"
                for appointment in appointments
                if appointment.starts_at <= now
            )
            assert all(appointment.created_at <= now for appointment in appointments)
        assert dbsession.scalar(select(func.count(Outbox.id))) == 0
        assert dbsession.scalar(select(func.count(StatusChange.id)).where(StatusChange.at > now)) == 0

    stage.run(look, only_reads=True)
