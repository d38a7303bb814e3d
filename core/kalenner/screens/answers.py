"""The types of answers: how what a person types becomes a value, and what is said when it cannot."""

import unicodedata
from collections.abc import Callable, Collection
from typing import Any

import colander
from markupsafe import escape
from pyramid.i18n import TranslationString

from kalenner import richtext
from kalenner.characters import without_invisible
from kalenner.i18n import _
from kalenner.links import LinkFault, LinkRefused, check_link
from kalenner.richtext import RichText, TextFault, TextRefused
from kalenner.screens.file_answers import PictureFile, SentFile, SentFiles
from kalenner.screens.meanings import Meaning, SeveralMeanings
from kalenner.screens.model import Place
from kalenner.screens.quantities import MAX_MINOR, Amount, Duration, WholeNumber, typed
from kalenner.typed_values import link_candidates

__all__ = [
    "MAX_MINOR",
    "Amount",
    "Duration",
    "FormattedText",
    "OneOf",
    "PictureFile",
    "SentFile",
    "SentFiles",
    "Text",
    "WebLink",
    "Whereabouts",
    "WholeNumber",
    "link_of",
    "link_refusal",
    "text_refusal",
]

_WRITTEN_WELL = escape('<b>…</b>, <a href="https://…">…</a>')


class Text(colander.SchemaType):
    """Plain text of `low` (1 or more) to `high` characters; control characters are dropped, ends trimmed."""

    def __init__(self, low: int, high: int, *, multiline: bool = False) -> None:
        self.low, self.high, self.multiline = low, high, multiline

    def deserialize(self, node: colander.SchemaNode, cstruct: Any) -> str:
        """Return the text; raises Invalid."""
        text = _clean(typed(node, cstruct), multiline=self.multiline)
        if not text:  # such as for a sticker
            raise colander.Invalid(node, _("send-text"))
        if len(text) < self.low:
            raise colander.Invalid(node, _("text-too-short", mapping={"count": self.low}))
        if len(text) > self.high:
            raise colander.Invalid(node, _("text-too-long", mapping={"high": self.high}))
        return text

    def serialize(self, node: colander.SchemaNode, appstruct: Any) -> Any:
        """Return the text as it would be typed."""
        del node
        return appstruct


class FormattedText(colander.SchemaType):
    """A text with b, i, u and a, typed as tags or formatted by the channel's own means.

    `low` (1 or more) to `high` characters are seen of it.
    """

    takes_formatting = True

    def __init__(self, low: int, high: int) -> None:
        self.low, self.high = low, high

    def deserialize(self, node: colander.SchemaNode, cstruct: Any) -> RichText:
        """Return the text read, whose `source` is what to store; raises Invalid."""
        try:
            text = richtext.parse(typed(node, cstruct))
        except TextRefused as refused:
            raise colander.Invalid(node, text_refusal(refused)) from refused
        plain = text.plain()
        if richtext.is_blank(plain):
            raise colander.Invalid(node, _("send-text"))
        if len(plain) < self.low:
            raise colander.Invalid(node, _("text-too-short", mapping={"count": self.low}))
        if len(plain) > self.high:
            raise colander.Invalid(node, _("text-too-long", mapping={"high": self.high}))
        return text

    def serialize(self, node: colander.SchemaNode, appstruct: Any) -> Any:
        """Return the text as it would be typed."""
        del node
        return appstruct.source if isinstance(appstruct, RichText) else appstruct


class WebLink(colander.SchemaType):
    """A web address as `check_link` takes it: of one of `hosts`, or of any host where there are none."""

    def __init__(self, *, hosts: Collection[str] | None = None) -> None:
        self.hosts = hosts

    def deserialize(self, node: colander.SchemaNode, cstruct: Any) -> str:
        """Return the address in the form it is kept; raises Invalid."""
        text = typed(node, cstruct).strip()
        if not text:
            raise colander.Invalid(node, _("send-text"))
        try:
            return link_of(node, text, lambda link: check_link(link, hosts=self.hosts), hosts=self.hosts)
        except LinkRefused as refused:
            raise colander.Invalid(node, link_refusal(refused)) from refused

    def serialize(self, node: colander.SchemaNode, appstruct: Any) -> Any:
        """Return the address."""
        del node
        return appstruct


class Whereabouts(colander.SchemaType):
    """Where something is: a text of `low` to `high` characters in any number of lines, or a place."""

    def __init__(self, low: int, high: int) -> None:
        self._text = Text(low, high, multiline=True)

    def deserialize(self, node: colander.SchemaNode, cstruct: Any) -> str | Place:
        """Return the text or the place; raises Invalid."""
        if isinstance(cstruct, dict) and "latitude" in cstruct:
            return Place(cstruct["latitude"], cstruct["longitude"])
        return self._text.deserialize(node, cstruct)

    def serialize(self, node: colander.SchemaNode, appstruct: Any) -> Any:
        """Return the text as it would be typed, or the place as it would be sent."""
        if isinstance(appstruct, Place):
            return {"latitude": appstruct.latitude, "longitude": appstruct.longitude}
        return self._text.serialize(node, appstruct)


class OneOf(colander.SchemaType):
    """One of a few answers that are offered as buttons; typing one of them counts as well."""

    def __init__(self, *answers: str) -> None:
        self.answers = answers

    def deserialize(self, node: colander.SchemaNode, cstruct: Any) -> str:
        """Return the answer; raises Invalid."""
        text = typed(node, cstruct).strip()
        if text not in self.answers:
            raise colander.Invalid(node, _("press-a-button"))
        return text

    def serialize(self, node: colander.SchemaNode, appstruct: Any) -> Any:
        """Return the answer."""
        del node
        return appstruct


def link_of(
    node: colander.SchemaNode,
    text: str,
    check: Callable[[str], str],
    *,
    hosts: Collection[str] | None = None,
    refusals: type[Exception] | tuple[type[Exception], ...] = LinkRefused,
) -> str:
    """Return the one link within a text that `check` takes, as it returns it.

    `hosts` are those whose domains count without a scheme. Raises SeveralMeanings for several links, and what
    `check` raised of `refusals` for the first where none is taken.
    """
    taken: dict[str, None] = {}
    refused: Exception | None = None
    for candidate in link_candidates(text, hosts=hosts):
        try:
            taken[check(candidate)] = None
        except refusals as error:
            refused = refused or error
    if not taken:
        assert refused is not None  # noqa: S101 -- there is a candidate
        raise refused
    if len(taken) > 1:
        raise SeveralMeanings(node, [Meaning(link, link) for link in taken])
    return next(iter(taken))


def link_refusal(refused: LinkRefused) -> TranslationString:
    """Return what is said of a link that is not taken; what it names is escaped."""
    match refused.reason:
        case LinkFault.NOT_HTTPS:
            return _("link-not-https")
        case LinkFault.NOT_A_LINK:
            return _("link-broken")
        case LinkFault.USERINFO:
            return _("link-userinfo")
        case LinkFault.ODD_HOST:
            return _("link-odd-host", mapping={"host": escape(refused.detail)})
        case LinkFault.OTHER_HOST:
            return _("link-other-host", mapping={"hosts": escape(refused.detail)})


def text_refusal(refused: TextRefused) -> TranslationString:
    """Return what is said of a text that is not taken; the tags are named as they are typed, escaped."""
    if refused.link is not None:
        return link_refusal(refused.link)
    named = {"detail": escape(refused.detail), "other": escape(refused.other)}
    messages = {
        TextFault.TAG: _("markup-tag", mapping=named),
        TextFault.ATTRIBUTE: _("markup-attribute", mapping=named),
        TextFault.MALFORMED: _("markup-malformed", mapping=named | {"example": _WRITTEN_WELL}),
        TextFault.UNCLOSED: _("markup-unclosed", mapping=named),
        TextFault.UNOPENED: _("markup-unopened", mapping=named),
        TextFault.CROSSED: _("markup-crossed", mapping=named),
        TextFault.NESTED_LINK: _("markup-nested-link"),
    }
    return messages[refused.reason]


def _clean(text: str, *, multiline: bool) -> str:
    visible = without_invisible(unicodedata.normalize("NFC", text))
    if not multiline:
        return " ".join(visible.split())
    return "\n".join(line.rstrip() for line in visible.strip().splitlines())
