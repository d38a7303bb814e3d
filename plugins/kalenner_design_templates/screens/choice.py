"""The choice of a design: the link to the gallery, and start links (``w_``) that come from it."""

from urllib.parse import urlencode

from pyramid.request import Request

from kalenner.home import routes as home_routes
from kalenner.people.policy import NotAvailable, PersonContext, ProviderContext
from kalenner.screens import Button, Link, Screen, Style, paragraphs, screen
from kalenner_design_templates import _, routes
from kalenner_design_templates.gallery_access import VALID_SECONDS, sign_access
from kalenner_design_templates.screens.words import next_rows, theme_name
from kalenner_design_templates.services import DesignService, UnknownDesign


class DesignContext(ProviderContext):
    """The professional, and a design that can be chosen, named by the argument ``theme``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        try:
            self.theme = request.find_service(DesignService).get(request.args["theme"])
        except UnknownDesign as error:
            raise NotAvailable from error


@screen(routes.design_choose, context=ProviderContext)
def show_choice(context: ProviderContext, request: Request) -> Screen:
    """Name the present design, and lead to the gallery."""
    address = gallery_address(request, context)
    can_press = request.can_open(address)
    name = theme_name(request, request.find_service(DesignService).theme_of(context.provider))
    return Screen(
        paragraphs(
            request.text(_("design-is"), name=name),
            request.text(_("gallery-opens"), count=VALID_SECONDS // 60),
            None if can_press else request.text(_("gallery-address"), address=address),
        ),
        rows=(
            (Button(request.label(_("button-choose-design")), Link(address)),) if can_press else (),
            (Button(request.label(_("button-configuration")), routes.design_configuration()),),
        ),
        back=home_routes.settings_general(),
    )


def gallery_address(request: Request, context: ProviderContext) -> str:
    """Return the gallery's address in the reader's language, with a token of the professional."""
    token = sign_access(request, context.account.id, context.provider.id)
    address: str = request.public_url(f"/{request.reader.language}/design?{urlencode({'t': token})}")
    return address


@screen(routes.design_open)
def open_link(context: PersonContext, request: Request) -> Screen:
    """Answer a link of the gallery: ask whether to take the design, or say why it cannot be taken."""
    del context
    try:
        theme = request.find_service(DesignService).get(request.args["token"])
    except UnknownDesign:
        rows = ((Button(request.label(_("button-choose-design")), routes.design_choose()),),)
        return Screen(request.text(_("design-unknown")), rows=rows if request.provider else ())
    if request.provider is None:
        rows = ((Button(request.label(_("button-professional")), home_routes.professional_register()),),)
        return Screen(request.text(_("design-for-professionals"), name=theme_name(request, theme)), rows=rows)
    screen: Screen = request.show(routes.design_ask(theme=theme.id))
    return screen


@screen(routes.design_ask, context=DesignContext)
def ask(context: DesignContext, request: Request) -> Screen:
    """Ask whether the page is to have a design."""
    if request.find_service(DesignService).theme_of(context.provider).id == context.theme.id:
        return request.show(routes.design_choose())
    yes = Button(request.label(_("button-yes")), routes.design_apply(theme=context.theme.id), Style.SUCCESS)
    return Screen(
        request.text(_("apply-question"), name=theme_name(request, context.theme)),
        rows=((yes, Button(request.label(_("button-no")), routes.design_choose())),),
        back=home_routes.settings_general(),
    )


@screen(routes.design_apply, context=DesignContext)
def apply(context: DesignContext, request: Request) -> Screen:
    """Let the page have the design."""
    request.find_service(DesignService).choose(context.provider, context.theme.id)
    screen: Screen = request.show(routes.design_chosen(theme=context.theme.id))
    return screen


@screen(routes.design_chosen, context=DesignContext)
def show_chosen(context: DesignContext, request: Request) -> Screen:
    """Say which design was chosen, and that nobody sees it yet."""
    text = request.text(_("design-is-set"), name=theme_name(request, context.theme))
    return Screen(text, rows=next_rows(request), back=home_routes.settings_general())


@screen(routes.design_card, context=DesignContext)
def show_card(context: DesignContext, request: Request) -> Screen:
    """Say the same of a design that was chosen on the web."""
    return show_chosen(context, request).replace(is_card=True, back=None)
