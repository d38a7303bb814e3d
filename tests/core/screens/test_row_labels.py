"""Names in rows of lists: what is shortened, how far, and that all else stays."""

import pytest

from kalenner.screens.row_labels import ROW_WIDTH, SHORTEST_NAME, fitted_names


@pytest.mark.parametrize(
    ("names", "beside", "expected"),
    [
        ([], 20, []),
        (["Ada"], 20, ["Ada"]),
        (["x" * 20], 20, ["x" * 20]),
        (["x" * 21], 20, ["x" * 19 + "…"]),
        (["Ada", "Deep tissue massage"], 24, ["Ada", "Deep tissue…"]),  # the space before it goes
        (["Konstantin", "Deep tissue massage"], 20, ["Konstantin", "Deep tiss…"]),
        (["Konstantin", "Deep tissue massage"], 39, ["Konstan…", "Deep ti…"]),
    ],
)
def test_the_longest_names_are_shortened_first(names: list[str], beside: int, expected: list[str]) -> None:
    assert fitted_names(names, beside) == expected


@pytest.mark.parametrize("beside", range(ROW_WIDTH - 2 * SHORTEST_NAME))
def test_two_names_fill_no_more_than_the_row(beside: int) -> None:
    fitted = fitted_names(["Konstantin Konstantinopolski", "Классический массаж спины"], beside)

    assert sum(map(len, fitted)) + beside <= ROW_WIDTH
