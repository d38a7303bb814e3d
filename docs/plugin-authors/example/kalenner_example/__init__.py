"""The example of the documentation: what time it is where a specialist is."""

from pyramid.config import Configurator
from pyramid.i18n import TranslationStringFactory

from kalenner.people.policy import SpecialistContext

_ = TranslationStringFactory("kalenner_example")


def includeme(config: Configurator) -> None:
    """Register the screen."""
    from kalenner_example.screens import show_time

    config.add_screen(
        show_time,
        name="example.time",
        path="/example/time/{provider}",
        args={"provider": int},
        permission="use",
        factory=SpecialistContext,
    )
