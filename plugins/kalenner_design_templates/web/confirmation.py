"""The pages on which a professional confirms a design; the bot sends a message when it is applied."""

from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from pyramid.request import Request
from pyramid.response import Response

from kalenner.i18n import Translatable
from kalenner.security.links import LinkExpired, LinkForged
from kalenner.storage import content_digest
from kalenner.themes import Theme
from kalenner.web.layout import public_page
from kalenner.web.pages import page_language
from kalenner_design_templates import _, routes
from kalenner_design_templates.gallery_access import START_PREFIX, GalleryAccess, access_of
from kalenner_design_templates.names import name_of
from kalenner_design_templates.services import DesignService, UnknownDesign
from kalenner_design_templates.web.gallery import PRIVATE, design_path, framing, page_template
from kalenner_design_templates.web.preview_state import PreviewState, state_of

EXPIRED, REFUSED = 410, 403


def ask(request: Request) -> Response:
    """Ask the professional who came by the bot's link whether the page is to have this design."""
    theme, state = _theme(request), state_of(request)
    if state.access is None:
        return _refused(request, theme, is_expired=state.is_expired)
    # The preview without the options that were only tried out.
    own = design_path(request, PreviewState(state.access), theme.id)
    return _page(
        request,
        "apply",
        theme,
        _("apply-title"),
        query=state.query,
        action=design_path(request, PreviewState(), theme.id, "apply"),
        token=state.access.token,
        nickname=state.access.provider.nickname,
        preview=own,
        back=f"{design_path(request, state)}#{theme.id}",
    )


def apply(request: Request) -> Response:
    """Let the page have this design, and say so in the bot."""
    theme = _theme(request)
    try:
        access = access_of(request, str(request.POST.get("t", "")))  # a form can also send a file
    except LinkExpired:
        return _refused(request, theme, is_expired=True)
    except LinkForged:
        return _refused(request, theme, is_expired=False)
    _choose(request, access, theme)
    return _page(
        request,
        "applied",
        theme,
        _("applied-title"),
        query=PreviewState(access).query,
        bot=request.start_link("p_"),
        back=f"{design_path(request, PreviewState(access))}#{theme.id}",
    )


def _choose(request: Request, access: GalleryAccess, theme: Theme) -> None:
    """Choose the design and queue the bot's message, once however often the same form is sent."""
    changed_at = request.find_service(DesignService).choose(access.provider, theme.id)
    token_digest = content_digest(access.token.encode(), 32)
    dedupe = f"design:{token_digest}:{theme.id}:{int(changed_at.timestamp())}"
    request.notify_provider(access.provider, routes.design_card(theme=theme.id), dedupe=dedupe)


def _refused(request: Request, theme: Theme, *, is_expired: bool) -> Response:
    """Say why a link cannot be used, and lead to the bot, which asks the same."""
    return _page(
        request,
        "refused",
        theme,
        _("link-expired-title") if is_expired else _("link-refused-title"),
        status=EXPIRED if is_expired else REFUSED,
        is_expired=is_expired,
        bot=request.start_link(f"{START_PREFIX}{theme.id}"),
        back=f"{design_path(request, PreviewState())}#{theme.id}",
    )


def _page(request: Request, name: str, theme: Theme, title: Translatable, **values: Any) -> Response:
    response = public_page(
        request,
        page_template(name),
        title=title,
        description=title,
        age=PRIVATE,
        ours=_,
        theme=name_of(theme, page_language(request)),
        **values,
    )
    response.headers["X-Robots-Tag"] = "noindex"
    return framing(response)


def _theme(request: Request) -> Theme:
    try:
        theme: Theme = request.find_service(DesignService).get(request.matchdict["theme"])
    except UnknownDesign as error:
        raise HTTPNotFound from error
    return theme
