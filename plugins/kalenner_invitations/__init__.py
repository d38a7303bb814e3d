"""Invitation links: named, limited links and QR codes that turn whoever opens them into a client."""

from pyramid.config import Configurator
from pyramid.i18n import TranslationStringFactory

from kalenner.people.policy import ProfessionalContext

_ = TranslationStringFactory("kalenner_invitations")


def includeme(config: Configurator) -> None:
    """Register the service and the screens."""
    from kalenner_invitations import links, opening
    from kalenner_invitations.services import InvitationService, invitation_service_factory

    config.register_service_factory(invitation_service_factory, InvitationService)
    opened = {"permission": "use", "effect": True, "args": {"token": str}}
    config.add_screen(
        opening.open_invitation, name="invitations.open", path="/invitations/open/{token}", **opened
    )
    config.add_screen(
        opening.open_service, name="invitations.open_service", path="/invitations/service/{token}", **opened
    )

    mine = {"permission": "use", "factory": ProfessionalContext}
    config.add_screen(links.show_list, name="invitations.list", path="/invitations", **mine)
    config.add_screen(
        links.show_list, name="invitations.page", path="/invitations/page/{page}", args={"page": int}, **mine
    )
    config.add_screen(links.add, name="invitations.add", path="/invitations/add", form=links.add_form, **mine)

    one = {"permission": "use", "factory": links.InvitationContext, "args": {"invitation": int}}
    path = "/invitations/{invitation}"
    config.add_screen(links.card, name="invitations.card", path=path, **one)
    config.add_screen(links.show_link, name="invitations.link", path=f"{path}/link", **one)
    config.add_screen(links.ask_revoke, name="invitations.revoke", path=f"{path}/revoke", **one)
    config.add_screen(
        links.revoke, name="invitations.revoke_now", path=f"{path}/revoke/now", effect=True, step=True, **one
    )

    lasting = {**one, "factory": links.UnexpiredContext}
    config.add_screen(
        links.rename, name="invitations.rename", path=f"{path}/rename", form=links.rename_form, **lasting
    )
    config.add_screen(
        links.set_validity,
        name="invitations.validity",
        path=f"{path}/validity",
        form=links.validity_form,
        **lasting,
    )
    config.add_screen(
        links.set_usage, name="invitations.usage", path=f"{path}/usage", form=links.usage_form, **lasting
    )
