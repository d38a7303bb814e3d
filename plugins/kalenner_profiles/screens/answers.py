"""The types of answers that contact information needs besides those of the core."""

import re
from collections.abc import Sequence
from typing import Any

import colander

from kalenner.screens.answers import Text
from kalenner.screens.meanings import Meaning, SeveralMeanings
from kalenner_profiles import _
from kalenner_profiles.contacts import (
    EmailRefused,
    PhoneRefused,
    check_email,
    contact_readings,
    example_phone,
    phone_label,
    phone_readings,
)


class EmailAddress(colander.SchemaType):
    """An e-mail address as `check_email` takes it."""

    def deserialize(self, node: colander.SchemaNode, cstruct: Any) -> str:
        """Return the address in the form it is kept; raises Invalid."""
        try:
            return check_email(email_in(cstruct) if isinstance(cstruct, str) else "")
        except EmailRefused as refused:
            raise colander.Invalid(node, _("email-refused")) from refused

    def serialize(self, node: colander.SchemaNode, appstruct: Any) -> Any:
        """Return the address."""
        del node
        return appstruct


class PostalAddress(Text):
    """An address as it stands on a letter, of at most `high` characters; empty lines are dropped."""

    def __init__(self, high: int) -> None:
        super().__init__(1, high, multiline=True)

    def deserialize(self, node: colander.SchemaNode, cstruct: Any) -> str:
        """Return the lines; raises Invalid."""
        lines = super().deserialize(node, cstruct).splitlines()
        return "\n".join(" ".join(line.split()) for line in lines if line.strip())


class PhoneNumber(colander.SchemaType):
    """A telephone number, typed or as a contact; without a + it is one of `regions`, such as "DE".

    `language` is that of the countries' names where two numbers are to choose from.
    """

    def __init__(self, regions: Sequence[str], language: str) -> None:
        self.regions, self.language = regions, language

    def deserialize(self, node: colander.SchemaNode, cstruct: Any) -> str:
        """Return the number in E.164; raises Invalid, SeveralMeanings where it is one in two countries."""
        try:
            numbers = self._read(cstruct)
        except PhoneRefused as refused:
            example = {"example": example_phone(self.regions[0])}
            raise colander.Invalid(node, _("phone-refused", mapping=example)) from refused
        if len(numbers) > 1:
            raise SeveralMeanings(
                node, [Meaning(phone_label(number, self.language), number) for number in numbers]
            )
        return numbers[0]

    def _read(self, cstruct: Any) -> list[str]:
        if isinstance(cstruct, dict) and "phone" in cstruct:
            return contact_readings(cstruct["phone"], self.regions)
        return phone_readings(cstruct if isinstance(cstruct, str) else "", self.regions)

    def serialize(self, node: colander.SchemaNode, appstruct: Any) -> Any:
        """Return the number as it can be typed anywhere."""
        del node
        return appstruct


_EMAIL = re.compile(r"[^\s<>()\[\],;:\"«»„“”]+@[^\s<>()\[\],;:\"«»„“”]+")


def email_in(text: str) -> str:
    """Return the one e-mail address within a pasted text; the text itself where there is none, or several."""
    found = {match[0].rstrip(".!?…") for match in _EMAIL.finditer(text)}
    return found.pop() if len(found) == 1 and text.count("@") == 1 else text
