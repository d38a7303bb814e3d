"""Finding themes: in installed distributions by entry point, and in a folder of the operator's."""

import importlib.util
import logging
from collections.abc import Iterable
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from kalenner.registry import RegistryKey
from kalenner.themes.diagnostics import Diagnostic, ThemeFault
from kalenner.themes.theme import Manifest, Theme, line_of, read_theme

log = logging.getLogger(__name__)

ENTRY_POINTS = "kalenner.themes"
DEFAULT = "calm"
MAX_CHAIN = 10


class Themes:
    """The themes that are there, by id; a broken one is left out and named in `faults`."""

    def __init__(self, themes: dict[str, Theme], faults: Iterable[Diagnostic] = ()) -> None:
        self._themes = themes
        self.faults = list(faults)

    @classmethod
    def find(cls, folder: Path | None = None, points: Iterable[EntryPoint] | None = None) -> "Themes":
        """Find what is installed and what lies in `folder`, whose themes win over installed ones."""
        places = installed_places(points)
        if folder is not None and folder.is_dir():
            places |= {
                path.name: path for path in sorted(folder.iterdir()) if (path / "theme.toml").is_file()
            }
        return cls.read(places)

    @classmethod
    def read(cls, places: dict[str, Path]) -> "Themes":
        """Read the themes in these folders, by id."""
        faults: list[Diagnostic] = []
        manifests: dict[str, tuple[Path, Manifest]] = {}
        for id_, place in sorted(places.items()):
            try:
                _, folder, manifest = read_theme(place, id_)
                manifests[id_] = (folder, manifest)
            except ThemeFault as fault:
                faults += fault.faults
        themes: dict[str, Theme] = {}
        for id_ in manifests:
            _resolve(id_, manifests, themes, faults, ())
        return cls(themes, faults)

    def get(self, id_: str) -> Theme:
        """Return a theme; raises KeyError."""
        return self._themes[id_]

    def get_or_default(self, id_: str) -> Theme:
        """Return a theme, the default one where there is none of this name; KeyError without any theme."""
        return self._themes.get(id_) or self._themes.get(DEFAULT) or self.list_designs()[0]

    def list_all(self) -> list[Theme]:
        """Return every theme, those that only others inherit from too, in the order of their ids."""
        return [self._themes[id_] for id_ in sorted(self._themes)]

    def list_designs(self) -> list[Theme]:
        """Return the themes that professionals choose from, the default first; KeyError without any."""
        designs = [theme for theme in self._themes.values() if not theme.manifest.is_hidden]
        if not designs:
            raise KeyError(DEFAULT)
        return sorted(designs, key=lambda theme: (theme.id != DEFAULT, theme.manifest.name.casefold()))


def installed_places(given_points: Iterable[EntryPoint] | None = None) -> dict[str, Path]:
    """Return the folders of the themes in installed distributions, by id."""
    points = entry_points(group=ENTRY_POINTS) if given_points is None else given_points
    return {point.name: place for point in points if (place := _place(point)) is not None}


def _resolve(
    id_: str,
    manifests: dict[str, tuple[Path, Manifest]],
    themes: dict[str, Theme],
    faults: list[Diagnostic],
    below: tuple[str, ...],
) -> Theme | None:
    if id_ in themes:
        return themes[id_]
    folder, manifest = manifests[id_]
    parent, above = None, manifest.inherits
    if above:
        file = folder / "theme.toml"
        if len(below) >= MAX_CHAIN:
            text = f"inherits: more than {MAX_CHAIN} themes one above the other"
            faults.append(Diagnostic(file, text, line_of(file, "inherits")))
            return None
        if above in (*below, id_):
            text = f"inherits: {above} inherits from {id_}"
            faults.append(Diagnostic(file, text, line_of(file, "inherits")))
            return None
        if above not in manifests:
            available = ", ".join(sorted(set(manifests) - {id_})) or "none"
            text = f"inherits: expected a theme that works, not {above!r}; there are: {available}"
            faults.append(Diagnostic(file, text, line_of(file, "inherits")))
            return None
        parent = _resolve(above, manifests, themes, faults, (*below, id_))
        if parent is None:
            return None
    themes[id_] = Theme(id_, folder, manifest, parent)
    return themes[id_]


def _place(point: EntryPoint) -> Path | None:
    """Return the folder that an entry point such as ``package:folder`` names; nothing is imported."""
    try:
        spec = importlib.util.find_spec(point.module)
    except (ImportError, ValueError) as error:
        log.error("theme %s: %s cannot be found", point.name, point.value, exc_info=error)
        return None
    for location in (spec.submodule_search_locations or ()) if spec else ():
        folder = Path(location).joinpath(*point.attr.split("."))
        if (folder / "theme.toml").is_file():
            return folder
    log.error("theme %s: %s has no theme.toml", point.name, point.value)
    return None


THEMES: RegistryKey[Themes] = RegistryKey("kalenner.themes")
