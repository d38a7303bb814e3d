"""A package that a plugin of a test names; it registers nothing."""


def includeme(config):
    """Register nothing."""
