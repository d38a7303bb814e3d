"""Applying a design on the web: asked once, done, and said in the bot."""

import hashlib
from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from pyramid.request import Request
from pyramid.response import Response

from kalenner.i18n import Translatable
from kalenner.security.links import LinkExpired, LinkForged
from kalenner.themes import Theme
from kalenner.web.layout import public_page
from kalenner.web.pages import page_language
from kalenner_design_templates import _, routes
from kalenner_design_templates.names import name_of
from kalenner_design_templates.services import DesignService, UnknownDesign
from kalenner_design_templates.visits import START_PREFIX, Visit, visit_of
from kalenner_design_templates.web.gallery import PRIVATE, design_path, framing, page_template
from kalenner_design_templates.web.looks import Look, look_of

EXPIRED, REFUSED = 410, 403


def ask(request: Request) -> Response:
    """Ask the professional who came by the bot's link whether the page is to have this design."""
    theme, look = _theme(request), look_of(request)
    if look.visit is None:
        return _refused(request, theme, is_expired=look.is_expired)
    # The page as it would be: without what was only tried out.
    own = design_path(request, Look(look.visit), theme.id)
    return _page(
        request,
        "apply",
        theme,
        _("apply-title"),
        query=look.query,
        action=design_path(request, Look(), theme.id, "apply"),
        token=look.visit.token,
        nickname=look.visit.provider.nickname,
        preview=own,
        back=f"{design_path(request, look)}#{theme.id}",
    )


def apply(request: Request) -> Response:
    """Let the page have this design, and say so in the bot."""
    theme = _theme(request)
    try:
        visit = visit_of(request, str(request.POST.get("t", "")))  # a form can also send a file
    except LinkExpired:
        return _refused(request, theme, is_expired=True)
    except LinkForged:
        return _refused(request, theme, is_expired=False)
    _choose(request, visit, theme)
    return _page(
        request,
        "applied",
        theme,
        _("applied-title"),
        query=Look(visit).query,
        bot=request.start_link("p_"),
        back=f"{design_path(request, Look(visit))}#{theme.id}",
    )


def _choose(request: Request, visit: Visit, theme: Theme) -> None:
    """Choose the design and promise the bot's message, one however often the same form is sent."""
    changed_at = request.find_service(DesignService).choose(visit.provider, theme.id)
    link = hashlib.sha256(visit.token.encode()).hexdigest()[:32]
    dedupe = f"design:{link}:{theme.id}:{int(changed_at.timestamp())}"
    request.notify(visit.provider.account_id, routes.design_card(theme=theme.id), dedupe=dedupe)


def _refused(request: Request, theme: Theme, *, is_expired: bool) -> Response:
    """Say why a link cannot be used, and how to go on: nothing is lost, the bot asks as well."""
    return _page(
        request,
        "refused",
        theme,
        _("link-expired-title") if is_expired else _("link-refused-title"),
        status=EXPIRED if is_expired else REFUSED,
        is_expired=is_expired,
        bot=request.start_link(f"{START_PREFIX}{theme.id}"),
        back=f"{design_path(request, Look())}#{theme.id}",
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
