"""What the address of the gallery and of each preview says: by whom it is seen, of what, in which options."""

from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from pyramid.request import Request

from kalenner.security.links import LinkExpired, LinkForged
from kalenner.themes import OPTIONS
from kalenner_design_templates.visits import Visit, visit_of

SAMPLE = "sample"


@dataclass(frozen=True)
class Look:
    """One address: `visit` is a professional's, None for anybody; `options` are those tried out, by name.

    `is_sample` is true where a sample is shown to a professional instead of the own page. With `is_expired`
    the token was ours, but its time is over; with `is_refused` it was none.
    """

    visit: Visit | None = None
    options: dict[str, str] = field(default_factory=dict)
    is_sample: bool = False
    is_expired: bool = False
    is_refused: bool = False

    @property
    def query(self) -> str:
        """The same as a query, with its question mark; empty where there is nothing to say."""
        said = {"t": self.visit.token} if self.visit else {}
        said |= {"content": SAMPLE} if self.visit and self.is_sample else {}
        said |= {name: self.options[name] for name in OPTIONS if name in self.options}
        return f"?{urlencode(said)}" if said else ""

    def trying(self, option: str, value: str) -> "Look":
        """Return the same with an option tried out."""
        return replace(self, options=self.options | {option: value})

    def leaving(self, option: str) -> "Look":
        """Return the same with an option as the design has it."""
        return replace(self, options={name: one for name, one in self.options.items() if name != option})

    def of_sample(self, *, is_sample: bool) -> "Look":
        """Return the same of the sample, or of the professional's own page."""
        return replace(self, is_sample=is_sample)


def look_of(request: Request) -> Look:
    """Return what an address says; what it should not say is left out."""
    try:
        said = request.GET
    except UnicodeDecodeError:  # no address of ours
        return Look(is_refused=True)
    tried = {name: said[name] for name, values in OPTIONS.items() if said.get(name) in values}
    look = Look(options=tried, is_sample=said.get("content") == SAMPLE)
    token = said.get("t", "")
    if not token:
        return look
    try:
        return replace(look, visit=visit_of(request, token))
    except LinkExpired:
        return replace(look, is_expired=True)
    except LinkForged:
        return replace(look, is_refused=True)
