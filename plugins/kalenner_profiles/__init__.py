"""Profile pages: what they say, and publishing them."""

from pyramid.config import Configurator
from pyramid.i18n import TranslationStringFactory

from kalenner.lifespan import AT_START

_ = TranslationStringFactory("kalenner_profiles")


def includeme(config: Configurator) -> None:
    """Register the services and the screens."""
    from kalenner_profiles import tasks
    from kalenner_profiles.content import ContentService, content_service_factory
    from kalenner_profiles.publishing import PublishingService, publishing_service_factory
    from kalenner_profiles.slugs import SlugService, slug_service_factory

    config.register_service_factory(content_service_factory, ContentService)
    config.register_service_factory(slug_service_factory, SlugService)
    config.register_service_factory(publishing_service_factory, PublishingService)
    config.add_task("profiles.write", tasks.sweep, every_minutes=1)
    config.add_task("profiles.remove_unused", tasks.remove_unused, every_minutes=30)
    AT_START.of(config.registry).append(tasks.start_writer)
    config.include("kalenner_profiles.page_server")
    config.scan()
