"""The gallery: every design at the size of a phone and of a computer, and the link that applies it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from chameleon import PageTemplateFile
from pyramid.request import Request
from pyramid.response import Response

from kalenner.i18n import Reader, Translatable
from kalenner.themes import OPTIONS, Theme, Themes
from kalenner.themes.discovery import THEMES
from kalenner.web.layout import public_page, template
from kalenner.web.pages import page_language, page_reader
from kalenner.web.protection import HEADERS
from kalenner.web.representations import FOR_A_WHILE
from kalenner_design_templates import _
from kalenner_design_templates.gallery_access import START_PREFIX
from kalenner_design_templates.names import name_of, summary_of
from kalenner_design_templates.screens.words import NAMES, VALUES
from kalenner_design_templates.services import DesignService
from kalenner_design_templates.web.preview_state import PreviewState, state_of
from kalenner_design_templates.web.previews import WORD

# The gallery alone shows frames, and of this server only.
POLICY = f"{HEADERS['Content-Security-Policy']}; frame-src 'self'"
PRIVATE = "private, no-store"

_ON_PAGES: Mapping[str, Mapping[str, Translatable]] = {
    **VALUES,
    "services": {**VALUES["services"], "list": _("page-fold-out")},
}


@dataclass(frozen=True)
class DesignCard:
    """A design of the gallery: `apply` is where it is applied; None for the chosen one, or without a bot."""

    id: str
    name: str
    summary: str
    preview: str
    apply: str | None
    is_chosen: bool


@dataclass(frozen=True)
class OptionValue:
    """A value of an option, and the address that tries it out, or stops trying it."""

    label: str
    path: str
    is_tried: bool


@dataclass(frozen=True)
class OptionTrial:
    """An option that can be tried out."""

    label: str
    chips: tuple[OptionValue, ...]


def page_template(name: str) -> PageTemplateFile:
    """Return a template of the plugin."""
    return template(Path(__file__).parents[1] / "templates" / f"{name}.pt")


def design_path(request: Request, state: PreviewState, *below: str) -> str:
    """Return the path of the gallery, or of what is below it, in the language of the page."""
    return "/".join(["", page_language(request), WORD, *below]) + state.query


def framing(response: Response) -> Response:
    """Allow a page to show frames of this server."""
    response.headers["Content-Security-Policy"] = POLICY
    return response


def gallery(request: Request) -> Response:
    """Show every design."""
    state, reader = state_of(request), page_reader(request)
    return framing(
        public_page(
            request,
            page_template("gallery"),
            title=_("gallery-title"),
            description=_("gallery-description"),
            age=PRIVATE if state.access else FOR_A_WHILE,
            query=state.query,
            ours=_,
            state=state,
            designs=[_card(request, state, reader, theme) for theme in _designs(request)],
            tries=[_tries(request, state, reader, option) for option in OPTIONS],
            as_designed=design_path(request, PreviewState(state.access, is_sample=state.is_sample)),
            own=design_path(request, state.of_sample(is_sample=False)),
            sample=design_path(request, state.of_sample(is_sample=True)),
            bot=request.start_link("p_"),
        )
    )


def _designs(request: Request) -> list[Theme]:
    themes: Themes = THEMES.of(request.registry)
    try:
        return themes.list_designs()
    except KeyError:  # there is none
        return []


def _card(request: Request, state: PreviewState, reader: Reader, theme: Theme) -> DesignCard:
    if state.access is None:
        apply = request.start_link(f"{START_PREFIX}{theme.id}")
        chosen = ""
    else:
        apply = design_path(request, state, theme.id, "apply")
        chosen = request.find_service(DesignService).theme_of(state.access.provider).id
    return DesignCard(
        id=theme.id,
        name=name_of(theme, reader.language),
        summary=summary_of(theme, reader.language),
        preview=design_path(request, state, theme.id),
        apply=None if theme.id == chosen else apply,
        is_chosen=theme.id == chosen,
    )


def _tries(request: Request, state: PreviewState, reader: Reader, option: str) -> OptionTrial:
    def option_value(value: str, label: Translatable) -> OptionValue:
        is_tried = state.options.get(option) == value
        other = state.without_option(option) if is_tried else state.with_option(option, value)
        return OptionValue(reader.label(label), design_path(request, other), is_tried)

    chips = tuple(option_value(value, label) for value, label in _ON_PAGES[option].items())
    return OptionTrial(reader.label(NAMES[option]), chips)
