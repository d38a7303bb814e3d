"""The pace of updates that are behind: in portions, never more than a channel sends."""

from kalenner.delivery.pace import Pace


def test_pace_is_kept_in_portions() -> None:
    now = [0.0]
    pace = Pace(30, lambda: now[0])
    taken = []
    for at in (0.0, 0.1, 0.25, 0.3, 0.5):
        now[0] = at
        taken.append((pace.take(5), round(pace.seconds, 2)))

    assert taken == [(5, 0.25), (2, 0.15), (5, 0.25), (2, 0.2), (5, 0.25)]


def test_slow_pace_is_one_in_its_time() -> None:
    now = [0.0]
    pace = Pace(0.5, lambda: now[0])

    assert (pace.take(5), pace.take(5), pace.seconds) == (1, 0, 2.0)
