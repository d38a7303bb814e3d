"""The types of answers that contact information needs besides those of the core."""

from typing import Any

import colander

from kalenner.screens.answers import Text
from kalenner_profiles import _
from kalenner_profiles.contacts import EmailRefused, PhoneRefused, check_email, check_phone, example_phone


class EmailAddress(colander.SchemaType):
    """An e-mail address as `check_email` takes it."""

    def deserialize(self, node: colander.SchemaNode, cstruct: Any) -> str:
        """Return the address in the form it is kept; raises Invalid."""
        try:
            return check_email(cstruct if isinstance(cstruct, str) else "")
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
    """A telephone number; without a + it is one of `region`, a country such as "DE"."""

    def __init__(self, region: str) -> None:
        self.region = region

    def deserialize(self, node: colander.SchemaNode, cstruct: Any) -> str:
        """Return the number in E.164; raises Invalid."""
        try:
            return check_phone(cstruct if isinstance(cstruct, str) else "", self.region)
        except PhoneRefused as refused:
            example = {"example": example_phone(self.region)}
            raise colander.Invalid(node, _("phone-refused", mapping=example)) from refused

    def serialize(self, node: colander.SchemaNode, appstruct: Any) -> Any:
        """Return the number as it can be typed anywhere."""
        del node
        return appstruct
