"""Organizations: teams of professionals that work as one, each owned by one or more accounts."""

from pyramid.config import Configurator
from pyramid.i18n import TranslationStringFactory

from kalenner_organizations.parting import PartingService, parting_service_factory
from kalenner_organizations.services import MemberService, member_service_factory

_ = TranslationStringFactory("kalenner_organizations")


def includeme(config: Configurator) -> None:
    """Register the service and the screens."""
    config.register_service_factory(member_service_factory, MemberService)
    config.register_service_factory(parting_service_factory, PartingService)
    config.include("kalenner_organizations.tasks")
    config.scan()
