"""The lock of a provider, under which what is theirs is given away or changed."""


def lock_of(provider_id: int) -> str:
    """Return the name of a provider's lock, for ``kalenner.database.lock``."""
    return f"provider:{provider_id}"
