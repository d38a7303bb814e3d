"""What organizations add to menus."""

from pyramid.request import Request

from kalenner.hooks.platform import MenuEntry
from kalenner.people import OwnerService
from kalenner_organizations import _, routes
from kalenner_organizations.queries import belongs_anywhere


def entries(request: Request, menu: str) -> list[MenuEntry]:
    """Return the buttons of a menu."""
    if menu == "start":
        label = request.label(_("button-i-run-organization"))
        return [MenuEntry("organizations", label, routes.register())]
    if menu == "settings":
        press = routes.register() if request.account.acts_for_id is None else routes.own()
        label = request.label(_("button-run-organization"))
        return [MenuEntry("organizations", label, press, weight=80, row=80)]
    if menu in {"professional", "client"}:
        return _as_owner(request)
    if menu == "organization":
        return _of_owner(request)
    if menu == "settings.organization":
        organization = request.provider
        assert organization is not None  # noqa: S101 -- the menu is an owner's
        label = request.label(_("button-dissolve"))
        return [
            MenuEntry("dissolve", label, routes.dissolve(organization=organization.id), weight=90, row=90)
        ]
    if menu == "office" and belongs_anywhere(request.dbsession, request.account.practice.id):
        label = request.label(_("button-organizations"))
        return [MenuEntry("organizations", label, routes.organizations(), weight=50, row=30)]
    return []


def _as_owner(request: Request) -> list[MenuEntry]:
    """Return the way to the organization, which is known with the person: nothing is read for it."""
    organization = request.account.organization if request.account.acts_for_id else None
    if organization is None:
        return []
    label = request.label(_("button-my-organization"))
    return [MenuEntry("organizations", label, routes.act(organization=organization.id), weight=10, row=90)]


def _of_owner(request: Request) -> list[MenuEntry]:
    organization = request.provider
    if organization is None or not organization.is_organization:
        return []
    label, press = request.label(_("button-team")), routes.team(organization=organization.id, page=0)
    today = request.reader.local(request.clock.now()).date()
    day = routes.day(organization=organization.id, day=today, page=0)
    menu_entries = [
        MenuEntry("team", label, press, weight=10, row=10),
        MenuEntry("day", request.label(_("button-day")), day, weight=20, row=10),
    ]
    if len(request.find_service(OwnerService).organizations(request.account)) > 1:
        label = request.label(_("button-other-organization"))
        menu_entries.append(MenuEntry("organizations", label, routes.own(), row=90))
    return menu_entries
