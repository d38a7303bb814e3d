"""Scheduling: services, working time, free times, appointments."""

from pyramid.config import Configurator
from pyramid.i18n import TranslationStringFactory

_ = TranslationStringFactory("kalenner_scheduling")


def includeme(config: Configurator) -> None:
    """Register the services, the screens and the task."""
    from kalenner_scheduling import tasks
    from kalenner_scheduling.appointments import amendments
    from kalenner_scheduling.appointments import services as appointments
    from kalenner_scheduling.availability import explanation as explaining
    from kalenner_scheduling.availability import rules
    from kalenner_scheduling.availability import services as availability
    from kalenner_scheduling.catalogue import services as catalogue
    from kalenner_scheduling.time_off import services as blocks
    from kalenner_scheduling.working_hours import services as working_time

    for factory, service in (
        (catalogue.catalogue_service_factory, catalogue.CatalogueService),
        (catalogue.calendar_service_factory, catalogue.CalendarService),
        (working_time.working_time_service_factory, working_time.WorkingTimeService),
        (availability.slot_service_factory, availability.SlotService),
        (appointments.appointment_service_factory, appointments.AppointmentService),
        (amendments.amendment_service_factory, amendments.AmendmentService),
        (blocks.block_service_factory, blocks.BlockService),
        (rules.rules_service_factory, rules.RulesService),
        (explaining.explainer_factory, explaining.Explainer),
    ):
        config.register_service_factory(factory, service)
    for noun in ("catalogue", "time_off", "availability", "appointments"):
        config.include(f"kalenner_scheduling.{noun}.screens")
    config.include("kalenner_scheduling.working_hours.screens")
    config.add_task("scheduling.expire", tasks.expire, every_minutes=1)
    config.add_task("scheduling.nudge", tasks.nudge, every_minutes=5)
