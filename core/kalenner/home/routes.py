"""The screens of home: menus, start and registration, time zone, settings, clients and specialists."""

import datetime as dt

from kalenner.file_use import FileUse
from kalenner.route import route


@route("client.code", "/code")
def client_code() -> None: ...


@route("professional.register", "/professional/register")
def professional_register() -> None: ...


@route("client.introduce", "/client/introduce/{provider}")
def client_introduce(*, provider: int) -> None: ...


@route("setup", "/setup")
def setup() -> None: ...


@route("setup.finish", "/setup/finish")
def setup_finish() -> None: ...


@route("cancel", "/cancel")
def cancel() -> None: ...


@route("menu.professional", "/menu/professional", effect=True)
def menu_professional() -> None: ...


@route("menu.client", "/menu/client", effect=True)
def menu_client() -> None: ...


@route("office", "/office")
def office() -> None: ...


@route("zone", "/zone")
def zone() -> None: ...


@route("zone.regions", "/zone/{then}/regions")
def zone_regions(*, then: int) -> None: ...


@route("zone.region", "/zone/{then}/regions/{region}/{page}")
def zone_region(*, then: int, region: int, page: int) -> None: ...


@route("zone.confirm", "/zone/{then}/{zone}", accepts_text=True)
def zone_confirm(*, then: int, zone: int) -> None: ...


@route("zone.save", "/zone/{then}/{zone}/save", effect=True)
def zone_save(*, then: int, zone: int) -> None: ...


@route("settings", "/settings")
def settings() -> None: ...


@route("privacy.data", "/privacy")
def my_data() -> None: ...


@route("settings.service", "/settings/service")
def settings_service() -> None: ...


@route("settings.schedule", "/settings/schedule")
def settings_schedule() -> None: ...


@route("settings.general", "/settings/general")
def settings_general() -> None: ...


@route("language", "/language")
def language() -> None: ...


@route("language.set", "/language/{language}", effect=True)
def language_set(*, language: int) -> None: ...


@route("client.name", "/settings/name")
def client_name() -> None: ...


@route("about", "/about")
def about() -> None: ...


@route("about.nickname", "/about/nickname")
def about_nickname() -> None: ...


@route("about.picture", "/about/picture", accepts_files=FileUse.LOGO)
def about_picture() -> None: ...


@route("about.picture_change", "/about/picture/change")
def about_picture_change() -> None: ...


@route("about.picture_remove", "/about/picture/remove", effect=True)
def about_picture_remove() -> None: ...


@route("translations", "/texts/{subject}")
def translations(*, subject: str) -> None: ...


@route("translations.language", "/texts/{subject}/{language}")
def translations_language(*, subject: str, language: int) -> None: ...


@route("translations.change", "/texts/{subject}/{language}/{number}")
def translations_change(*, subject: str, language: int, number: int) -> None: ...


@route("translations.remove", "/texts/{subject}/{language}/{number}/remove", effect=True)
def translations_remove(*, subject: str, language: int, number: int) -> None: ...


@route("clients", "/clients")
def clients() -> None: ...


@route("clients.page", "/clients/page/{page}")
def clients_page(*, page: int) -> None: ...


@route("clients.search", "/clients/search")
def clients_search() -> None: ...


@route("clients.found", "/clients/found/{page}/{search}")
def clients_found(*, page: int, search: str) -> None: ...


@route("clients.blocked", "/clients/blocked/{page}")
def clients_blocked(*, page: int) -> None: ...


@route("clients.card", "/clients/{client}")
def clients_card(*, client: int) -> None: ...


@route("clients.note", "/clients/{client}/note")
def clients_note(*, client: int) -> None: ...


@route("clients.block", "/clients/{client}/block")
def clients_block(*, client: int) -> None: ...


@route("clients.block_now", "/clients/{client}/block/now", effect=True, step=True)
def clients_block_now(*, client: int) -> None: ...


@route("clients.unblock", "/clients/{client}/unblock", effect=True, step=True)
def clients_unblock(*, client: int) -> None: ...


@route("clients.remove", "/clients/{client}/remove")
def clients_remove(*, client: int) -> None: ...


@route("clients.remove_now", "/clients/{client}/remove/now", effect=True, step=True)
def clients_remove_now(*, client: int) -> None: ...


@route("specialists", "/specialists")
def specialists() -> None: ...


@route("specialists.page", "/specialists/page/{page}")
def specialists_page(*, page: int) -> None: ...


@route("specialists.card", "/specialists/{provider}")
def specialists_card(*, provider: int) -> None: ...


@route("specialists.remove", "/specialists/{provider}/remove")
def specialists_remove(*, provider: int) -> None: ...


@route("specialists.remove_now", "/specialists/{provider}/remove/now", effect=True, step=True)
def specialists_remove_now(*, provider: int) -> None: ...


@route("messages.remove", "/messages/{messages}/remove/{sent_at}", effect=True)
def remove_messages(*, messages: str, sent_at: dt.datetime) -> None: ...
