"""What happens when the playground starts: sample people, where there is nobody yet."""

from pyramid.router import Router

from kalenner.home.sample import fill_if_empty
from kalenner.settings import Settings, WebSettings
from kalenner.units import run_unit
from kalenner_playground import doings
from kalenner_playground.world import World


def prepare(app: Router) -> list[str]:
    """Fill an empty database with the sample world and give its people phones; return what to print."""
    world: World = app.registry["playground.world"]
    for person in run_unit(app, "command/demo-data", fill_if_empty):
        card = world.persons.put(int(person.subject), person.name, language=person.language)
        doings.send_text(world, card.id, "/start")  # so that a chat shows something when it is opened
    settings: Settings = app.registry["kalenner.settings"]
    web = settings.of(WebSettings)
    return [
        f"The playground, where you play the professional and the client: http://{web.host}:{web.port}/-/playground/"
    ]
