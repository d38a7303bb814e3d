"""The example of the documentation: what time it is where a specialist is."""

from pyramid.config import Configurator
from pyramid.i18n import TranslationStringFactory

from kalenner.people.policy import SpecialistContext

_ = TranslationStringFactory("kalenner_example")


def includeme(config: Configurator) -> None:
    """Register the screens."""
    from kalenner_example.screens import pin, show_time

    specialist = {"args": {"provider": int}, "permission": "use", "factory": SpecialistContext}
    config.add_screen(show_time, name="example.time", path="/example/time/{provider}", **specialist)
    config.add_screen(pin, name="example.pin", path="/example/pin/{provider}", effect=True, **specialist)
