"""Names what a wheel of this project lacks: `python tests/check_wheel.py WHEEL`."""

import sys
from email.parser import HeaderParser
from pathlib import Path
from zipfile import ZipFile

ROOT = Path(__file__).parents[1]
FOLDERS = ("core", "bot_adapter", "plugins")


def faults(wheel: Path) -> list[str]:
    """Return a sentence for each thing that is missing."""
    with ZipFile(wheel) as archive:
        names = set(archive.namelist())
        info = next(name.partition("/")[0] for name in names if name.endswith(".dist-info/METADATA"))
        metadata = HeaderParser().parsestr(archive.read(f"{info}/METADATA").decode())
    packages = [init.parent.name for folder in FOLDERS for init in (ROOT / folder).glob("*/__init__.py")]
    wanted = [
        *(f"{package}/py.typed" for package in packages),
        *(
            f"kalenner/zones/geonames/{name}"
            for name in ("cities.tsv.gz", "continents.tsv", "states.tsv", "LICENSE.txt")
        ),
        *(f"{info}/licenses/{name}" for name in ("LICENSE", "core/kalenner/zones/geonames/LICENSE.txt")),
    ]
    stated = {"License-Expression": "Apache-2.0 AND CC-BY-4.0", "Author": "KALENNER contributors"}
    return [
        *(f"{name} is not in it" for name in wanted if name not in names),
        *(
            f"{key} is {metadata[key]}, not {value}"
            for key, value in stated.items()
            if metadata[key] != value
        ),
    ]


if __name__ == "__main__":
    found = faults(Path(sys.argv[1]))
    print("\n".join(found) or "the wheel: licences, types and data are in it")
    sys.exit(bool(found))
