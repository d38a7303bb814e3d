"""What happens when the playground starts: sample people, where there is nobody yet."""

from pyramid.router import Router

from kalenner.home.sample import make_sample_where_empty
from kalenner.settings import SETTINGS, Settings, WebSettings
from kalenner_playground import person_actions
from kalenner_playground.fake_telegram import FAKE_TELEGRAM, FakeTelegram


def prepare(app: Router) -> list[str]:
    """Fill an empty database with the sample people and give each a chat; return the lines to print."""
    telegram: FakeTelegram = FAKE_TELEGRAM.of(app.registry)
    for sample in make_sample_where_empty(app):
        person = telegram.persons.put(int(sample.subject), sample.name, language=sample.language)
        telegram.publish_person(person.id)
        person_actions.send_text(
            telegram, person.id, "/start"
        )  # so that a chat shows something when it is opened
    settings: Settings = SETTINGS.of(app.registry)
    web = settings.of(WebSettings)
    return [
        f"The playground, where you play the professional and the client: http://{web.host}:{web.port}/-/playground/"
    ]
