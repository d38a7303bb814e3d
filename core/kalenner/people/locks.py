"""The lock of a provider: held while the provider's time or data is changed."""


def lock_of(provider_id: int) -> str:
    """Return the name of a provider's lock, for ``kalenner.database.lock``."""
    return f"provider:{provider_id}"
