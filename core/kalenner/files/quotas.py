"""How many megabytes the files of one owner may take together."""

MEGABYTE = 2**20


class SpaceUsedUp(Exception):
    """There is no room for a file: all of them together may take `megabytes`."""

    def __init__(self, megabytes: int) -> None:
        super().__init__(f"{megabytes} MB")
        self.megabytes = megabytes


def check_quota(used: int, added: int, megabytes: int) -> None:
    """Raise SpaceUsedUp where `added` bytes beside the `used` ones are more than so many megabytes."""
    if used + added > megabytes * MEGABYTE:
        raise SpaceUsedUp(megabytes)


def megabytes_left(used: int, megabytes: int) -> int:
    """Return how many whole megabytes are left beside `used` bytes.

    At least 1: a form has to have a limit, and each file of it is checked by :func:`check_quota`.
    """
    return max(1, (megabytes * MEGABYTE - used) // MEGABYTE)
