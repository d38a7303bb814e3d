"""The types of answers: how what a person types becomes a value, and what is said when it cannot."""

import re
import unicodedata
from collections.abc import Collection
from typing import Any

import colander
from babel.numbers import get_currency_precision
from markupsafe import escape
from pyramid.i18n import TranslationString

from kalenner import richtext
from kalenner.characters import without_invisible
from kalenner.file_use import FileUse
from kalenner.files import FileFault
from kalenner.i18n import Reader, _
from kalenner.links import LinkFault, LinkRefused, check_link
from kalenner.richtext import RichText, TextFault, TextRefused
from kalenner.screens.model import Place, Upload

MAX_MINOR = 10**11
_WRITTEN_WELL = escape('<b>…</b>, <a href="https://…">…</a>')


class Text(colander.SchemaType):
    """Plain text of `low` (1 or more) to `high` characters; control characters are dropped, ends trimmed."""

    def __init__(self, low: int, high: int, *, multiline: bool = False) -> None:
        self.low, self.high, self.multiline = low, high, multiline

    def deserialize(self, node: colander.SchemaNode, cstruct: Any) -> str:
        """Return the text; raises Invalid."""
        text = _clean(_typed(node, cstruct), multiline=self.multiline)
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
    """A text with b, i, u and a; `low` (1 or more) to `high` characters are seen of it."""

    def __init__(self, low: int, high: int) -> None:
        self.low, self.high = low, high

    def deserialize(self, node: colander.SchemaNode, cstruct: Any) -> RichText:
        """Return the text read, whose `source` is what to store; raises Invalid."""
        try:
            text = richtext.parse(_typed(node, cstruct))
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
        text = _typed(node, cstruct).strip()
        if not text:
            raise colander.Invalid(node, _("send-text"))
        try:
            return check_link(text, hosts=self.hosts)
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


class WholeNumber(colander.SchemaType):
    """A whole number in ASCII digits."""

    def __init__(self, low: int, high: int, example: int) -> None:
        self.low, self.high, self.example = low, high, example

    def deserialize(self, node: colander.SchemaNode, cstruct: Any) -> int:
        """Return the number; raises Invalid."""
        text = _typed(node, cstruct).strip()
        if not re.fullmatch(r"[0-9]{1,9}", text):
            raise colander.Invalid(node, _("not-a-number", mapping={"example": self.example}))
        if not self.low <= int(text) <= self.high:
            raise colander.Invalid(
                node, _("number-out-of-range", mapping={"low": self.low, "high": self.high})
            )
        return int(text)

    def serialize(self, node: colander.SchemaNode, appstruct: Any) -> Any:
        """Return the number as it would be typed."""
        del node
        return appstruct if appstruct is colander.null else str(appstruct)


class Amount(colander.SchemaType):
    """An amount of money in the reader's notation, exact in the currency's minor unit.

    It is `low` minor units or more; "-" is none, unless it `must_be_given`.
    """

    NONE = "-"

    def __init__(self, reader: Reader, currency: str, *, low: int = 0, must_be_given: bool = False) -> None:
        self.low, self.must_be_given = low, must_be_given
        self.digits = get_currency_precision(currency)
        self.mark = reader.locale.number_symbols["latn"]["decimal"]
        self._lowest = reader.money(low, currency)

    @property
    def example(self) -> str:
        """A plain amount as the reader writes it."""
        return f"50{self.mark}{'0' * self.digits}" if self.digits else "50"

    def deserialize(self, node: colander.SchemaNode, cstruct: Any) -> int | None:
        """Return the minor units, or None for "-"; raises Invalid."""
        text = _typed(node, cstruct).strip()
        if text in {self.NONE, "–", "—"} and not self.must_be_given:
            return None
        part = rf"(?:{re.escape(self.mark)}([0-9]{{1,{self.digits}}}))?" if self.digits else "()"
        match = re.fullmatch(rf"([0-9]{{1,12}}){part}", text)
        if match is None:
            example = {"example": self.example}
            if self.must_be_given:
                raise colander.Invalid(node, _("amount-needed", mapping=example))
            raise colander.Invalid(node, _("not-an-amount", mapping=example))
        minor = int(match[1]) * 10**self.digits + int((match[2] or "").ljust(self.digits, "0") or 0)
        if minor > MAX_MINOR:
            raise colander.Invalid(node, _("amount-too-big"))
        if minor < self.low:
            raise colander.Invalid(node, _("amount-too-small", mapping={"low": self._lowest}))
        return int(minor)

    def serialize(self, node: colander.SchemaNode, appstruct: Any) -> Any:
        """Return the amount as it would be typed."""
        del node
        if appstruct is colander.null:
            return appstruct
        return self.NONE if appstruct is None else self.typed(appstruct)

    def typed(self, minor: int) -> str:
        """Return so many minor units as the reader would type them."""
        whole, part = divmod(minor, 10**self.digits)
        return f"{whole}{self.mark}{part:0{self.digits}d}" if self.digits else str(whole)


class OneOf(colander.SchemaType):
    """One of a few answers that are offered as buttons; typing one of them counts as well."""

    def __init__(self, *answers: str) -> None:
        self.answers = answers

    def deserialize(self, node: colander.SchemaNode, cstruct: Any) -> str:
        """Return the answer; raises Invalid."""
        text = _typed(node, cstruct).strip()
        if text not in self.answers:
            raise colander.Invalid(node, _("press-a-button"))
        return text

    def serialize(self, node: colander.SchemaNode, appstruct: Any) -> Any:
        """Return the answer."""
        del node
        return appstruct


class PictureFile(colander.SchemaType):
    """A picture that was sent as a photo or a file; it is made into what it is wanted for beforehand."""

    def __init__(self, file_use: FileUse = FileUse.PICTURE) -> None:
        self.file_use = file_use

    def deserialize(self, node: colander.SchemaNode, cstruct: Any) -> Upload:
        """Return the upload; raises Invalid for anything that is not a file."""
        if not isinstance(cstruct, dict) or "key" not in cstruct:
            raise colander.Invalid(node, _("send-a-picture"))
        _refuse_too_big(node, cstruct, self.file_use)
        return Upload.from_json(cstruct)

    def serialize(self, node: colander.SchemaNode, appstruct: Any) -> Any:
        """A picture cannot be typed."""
        del node, appstruct
        return colander.null


class SentFile(colander.SchemaType):
    """A file of any kind, kept as it came and encrypted: a private file, which the view takes."""

    file_use = FileUse.PRIVATE

    def deserialize(self, node: colander.SchemaNode, cstruct: Any) -> Upload:
        """Return the upload; raises Invalid for what is no file, and for one that is not kept."""
        if not isinstance(cstruct, dict) or "key" not in cstruct:
            raise colander.Invalid(node, _("send-a-file"))
        if cstruct.get("fault") == FileFault.TOO_MANY:
            raise colander.Invalid(node, _("too-many-files"))
        _refuse_too_big(node, cstruct, self.file_use)
        if not cstruct["size"]:
            raise colander.Invalid(node, _("file-empty"))
        return Upload.from_json(cstruct)

    def serialize(self, node: colander.SchemaNode, appstruct: Any) -> Any:
        """A file cannot be typed."""
        del node, appstruct
        return colander.null


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


def _refuse_too_big(node: colander.SchemaNode, sent: dict[str, Any], use: FileUse) -> None:
    if sent["size"] > use.most_bytes:
        raise colander.Invalid(node, _("file-too-big", mapping={"megabytes": use.most_bytes // 2**20}))


def _typed(node: colander.SchemaNode, cstruct: Any) -> str:
    if not isinstance(cstruct, str):
        raise colander.Invalid(node, _("send-text"))
    return cstruct


def _clean(text: str, *, multiline: bool) -> str:
    visible = without_invisible(unicodedata.normalize("NFC", text))
    if not multiline:
        return " ".join(visible.split())
    return "\n".join(line.rstrip() for line in visible.strip().splitlines())
