"""Whose a private file is: the one place that says how tenants are written."""


def account_tenant(account_id: int) -> str:
    """Return the tenant of a file that a person has sent and that nobody has taken yet."""
    return f"account:{account_id}"


def provider_tenant(provider_id: int) -> str:
    """Return the tenant of a professional's files, those exchanged with the clients too."""
    return f"provider:{provider_id}"
