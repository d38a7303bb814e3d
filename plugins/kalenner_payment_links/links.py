"""Payment links as text: the host they lead to, and the reference that some take along.

The links were checked when they were entered (`kalenner.links.check_link`), so they are simple to take apart.
"""

from urllib.parse import unquote_plus, urlsplit

from kalenner.links import MOST_CHARACTERS

REFERENCE_PARAMETERS = {"buy.stripe.com": "client_reference_id"}
"""By host: the parameter in which a payment link takes a reference."""
_PREFILLED = {"prefilled_email", "locked_prefilled_email"}
"""What would say who pays, or let somebody pay as another."""


def host_of(url: str) -> str:
    """Return the host that a payment link leads to, in ASCII."""
    return urlsplit(url).hostname or ""


def takes_reference(url: str) -> bool:
    """Tell whether a payment link takes a reference along."""
    return host_of(url) in REFERENCE_PARAMETERS


def with_reference(url: str, reference: str) -> str:
    """Return a payment link with a reference, where it takes one; a prefilled e-mail address is left out.

    The link stays as it is where it would be too long for a button.
    """
    parameter = REFERENCE_PARAMETERS.get(host_of(url))
    if parameter is None:
        return url
    parts = urlsplit(url)
    others = [
        each
        for each in parts.query.split("&")
        if each and unquote_plus(each.partition("=")[0]) not in _PREFILLED | {parameter}
    ]
    made = parts._replace(query="&".join([*others, f"{parameter}={reference}"])).geturl()
    return made if len(made) <= MOST_CHARACTERS else url
