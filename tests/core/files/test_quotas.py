"""A quota is used up to its last byte, and not beyond."""

import pytest

from kalenner.files import MEGABYTE, SpaceUsedUp, check_quota, megabytes_left


def test_file_that_just_fits_is_taken_and_one_byte_more_is_not() -> None:
    used, quota = 2 * MEGABYTE, 3

    check_quota(used, MEGABYTE, quota)
    with pytest.raises(SpaceUsedUp) as refused:
        check_quota(used, MEGABYTE + 1, quota)

    assert refused.value.megabytes == quota


def test_what_is_left_is_counted_in_whole_megabytes_and_never_nothing() -> None:
    assert megabytes_left(0, 3) == 3
    assert megabytes_left(1, 3) == 2
    assert megabytes_left(3 * MEGABYTE, 3) == 1
