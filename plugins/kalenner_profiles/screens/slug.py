"""Address of the page: the name in it, as the professional wants it."""

import colander
from pyramid.request import Request

from kalenner.home import routes as home_routes
from kalenner.people.policy import ProviderContext
from kalenner.screens import AnswerRefused, Ask, Choice, Screen, form_of, question, saved, screen
from kalenner.screens.answers import Text
from kalenner_profiles import _, routes
from kalenner_profiles.addresses import PageAddresses
from kalenner_profiles.publication_service import PublicationService
from kalenner_profiles.slugs import LONGEST, SHORTEST, SlugFault, SlugRefused, SlugService

_MOST_TYPED = 100

REFUSALS = {
    SlugFault.ODD: _("address-odd"),
    SlugFault.RESERVED: _("address-reserved"),
    SlugFault.TAKEN: _("name-taken"),
    SlugFault.TOO_OFTEN: _("address-too-often"),
}


def address_form(context: ProviderContext, request: Request) -> colander.SchemaNode:
    """Ask for the name; before there is one, that of the nickname is offered."""
    slugs: SlugService = request.find_service(SlugService)
    slug = slugs.find(context.provider.id)
    proposed = slug or slugs.propose(context.provider)
    url = PageAddresses(request, proposed).page(request.reader.language)
    values = {"url": url, "low": SHORTEST, "high": LONGEST}
    choices = () if slug else (Choice(proposed, proposed),)
    prompt = _("ask-page-address") if slug else _("ask-first-address")
    ask = Ask(prompt, choices=choices, values=values, shown=slug or "")
    return form_of(question("slug", Text(1, _MOST_TYPED), ask, current=slug or colander.null))


@screen(routes.profile_address, context=ProviderContext, form=address_form)
def change(context: ProviderContext, request: Request) -> Screen:
    """Give the page the name."""
    service: PublicationService = request.find_service(PublicationService)
    try:
        service.change_slug(context.provider, request.values["slug"])
    except SlugRefused as refused:
        values = {"low": SHORTEST, "high": LONGEST}
        raise AnswerRefused("slug", REFUSALS[refused.reason], **values) from refused
    is_online = service.find(context.provider.id) is not None
    return request.show(
        (routes.profile_page if is_online else home_routes.settings_general)(), notice=saved(request)
    )
