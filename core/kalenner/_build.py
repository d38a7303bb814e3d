"""The build step that compiles translation catalogues; needs only babel."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from setuptools.command.build_py import build_py


def compile_catalogues(root: Path, *, but: tuple[str, ...] = ()) -> list[Path]:
    """Compile every ``locale/*/LC_MESSAGES/*.po`` below `root`, leaving out the folders `but`.

    Return the files written.
    """
    written = []
    for source in sorted(root.glob("**/locale/*/LC_MESSAGES/*.po")):
        if source.parts[0] in but:
            continue
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as po:
            catalogue = read_po(po)
        with target.open("wb") as mo:
            write_mo(mo, catalogue)
        written.append(target)
    return written


class BuildPy(build_py):
    """``build_py`` that leaves compiled catalogues beside their sources first."""

    def run(self) -> None:
        """Compile, then build as usual."""
        for root in {Path(self.get_package_dir(package)) for package in self.packages or ()}:
            compile_catalogues(root)
        super().run()
