"""Target Z1: what a city that is not found costs, against one scan of all names of cities by `bytes.find`.

`python -m benchmarks.cities`
"""

from functools import partial

from benchmarks.measure import interleave, report

from kalenner.zones import find_zones, load_in_background
from kalenner.zones.cities import city_index

ROUNDS = 7
TEXTS = {
    "nonsense": "zzzqqq",
    "nonsense, 200 words": "asdf ghjk qwer " * 67,
    "a misspelled city": "Novosibrisk",
    "a misspelled city and its country": "Novosibrisk, Russia",
}


def main() -> None:
    """Print a line for each text."""
    load_in_background(["en"]).join()
    index = city_index()
    names = "\n".join(
        name for number in range(len(index.cities)) for name, _written in index.names_of(number)
    ).encode()
    calls = {what: partial(find_zones, text, "en") for what, text in TEXTS.items()}
    seconds = interleave(ROUNDS, floor=partial(names.find, b"zzzqqq"), **calls)
    for what in TEXTS:
        ratio = seconds[what] / seconds["floor"]
        report("Z1", f"{what}, {seconds[what] * 1e3:.1f} ms / scan", ratio, "<= 2", ratio <= 2)


if __name__ == "__main__":
    main()
