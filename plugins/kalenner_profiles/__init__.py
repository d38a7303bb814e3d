"""Profile pages: their content, and their publication."""

from pyramid.config import Configurator
from pyramid.i18n import TranslationStringFactory

from kalenner.lifespan import AT_START
from kalenner_profiles import tasks
from kalenner_profiles.content import ContentService, content_service_factory
from kalenner_profiles.publication_service import PublicationService, publication_service_factory
from kalenner_profiles.slugs import SlugService, slug_service_factory

_ = TranslationStringFactory("kalenner_profiles")


def includeme(config: Configurator) -> None:
    """Register the services and the screens."""
    config.register_service_factory(content_service_factory, ContentService)
    config.register_service_factory(slug_service_factory, SlugService)
    config.register_service_factory(publication_service_factory, PublicationService)
    config.add_task("profiles.write", tasks.sweep, every_minutes=1)
    config.add_task("profiles.remove_unused", tasks.remove_unused, every_minutes=30)
    AT_START.of(config.registry).extend((tasks.start_writer, tasks.tell_reason_against_writing))
    config.include("kalenner_profiles.page_server")
    config.include("kalenner_profiles.card_files")
    config.include("kalenner_profiles.sample_page")
    config.scan()
