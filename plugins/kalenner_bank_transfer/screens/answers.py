"""The answers of which bank details are made, and why one is not taken, in words."""

from collections.abc import Callable, Mapping
from typing import Any

import colander

from kalenner.i18n import Translatable
from kalenner.screens.answers import Text
from kalenner_bank_transfer import _
from kalenner_bank_transfer.errors import AccountFault, AccountRefused

REASONS: Mapping[AccountFault, Translatable] = {
    AccountFault.IBAN_FORMAT: _("iban-format"),
    AccountFault.IBAN_LENGTH: _("iban-length"),
    AccountFault.IBAN_CHECKSUM: _("iban-checksum"),
    AccountFault.IBAN_COUNTRY: _("iban-country"),
    AccountFault.BIC_FORMAT: _("bic-format"),
    AccountFault.ACCOUNT_FORMAT: _("account-format"),
    AccountFault.ACCOUNT_CURRENCY: _("account-currency"),
    AccountFault.ACCOUNT_KEY: _("account-key"),
    AccountFault.CORRESPONDENT_KEY: _("correspondent-key"),
    AccountFault.TAX_NUMBER: _("tax-number-wrong"),
    AccountFault.SEPARATOR: _("no-separator"),
}


class Checked(Text):
    """A text of at most `high` letters that a function takes, or refuses with its reason."""

    def __init__(self, check: Callable[[str], str], high: int) -> None:
        super().__init__(1, high)
        self._check = check

    def deserialize(self, node: colander.SchemaNode, cstruct: Any) -> str:
        """Return what the function makes of the text; raises Invalid."""
        try:
            return self._check(super().deserialize(node, cstruct))
        except AccountRefused as refused:
            raise colander.Invalid(node, REASONS[refused.fault]) from refused
