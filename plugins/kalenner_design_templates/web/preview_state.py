"""The state in the addresses of gallery and previews: for whom, which content, which options."""

from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from pyramid.request import Request

from kalenner.security.links import LinkExpired, LinkForged
from kalenner.themes import OPTIONS
from kalenner_design_templates.gallery_access import GalleryAccess, access_of

SAMPLE = "sample"


@dataclass(frozen=True)
class PreviewState:
    """The state of one address: `access` is a professional's, None for anybody else.

    `options` are those tried out, by name. `is_sample` shows a professional the sample instead of the own
    page. `is_expired` means that the token has expired, `is_refused` that it was no token.
    """

    access: GalleryAccess | None = None
    options: dict[str, str] = field(default_factory=dict)
    is_sample: bool = False
    is_expired: bool = False
    is_refused: bool = False

    @property
    def query(self) -> str:
        """The state as a query with its question mark; empty for the default state."""
        params = {"t": self.access.token} if self.access else {}
        params |= {"content": SAMPLE} if self.access and self.is_sample else {}
        params |= {name: self.options[name] for name in OPTIONS if name in self.options}
        return f"?{urlencode(params)}" if params else ""

    def with_option(self, option: str, value: str) -> "PreviewState":
        """Return the same with an option tried out."""
        return replace(self, options=self.options | {option: value})

    def without_option(self, option: str) -> "PreviewState":
        """Return the same with an option as the design has it."""
        return replace(self, options={name: value for name, value in self.options.items() if name != option})

    def of_sample(self, *, is_sample: bool) -> "PreviewState":
        """Return the same of the sample, or of the professional's own page."""
        return replace(self, is_sample=is_sample)


def state_of(request: Request) -> PreviewState:
    """Return the state of the request's address; unknown options and values are ignored."""
    try:
        params = request.GET
    except UnicodeDecodeError:  # no address of ours
        return PreviewState(is_refused=True)
    tried = {name: params[name] for name, values in OPTIONS.items() if params.get(name) in values}
    state = PreviewState(options=tried, is_sample=params.get("content") == SAMPLE)
    token = params.get("t", "")
    if not token:
        return state
    try:
        return replace(state, access=access_of(request, token))
    except LinkExpired:
        return replace(state, is_expired=True)
    except LinkForged:
        return replace(state, is_refused=True)
