"""What designs are called: their own names in each language, never those of the themes they inherit from."""

from pathlib import Path

import pytest
from tests.plugins.design_templates.designer import theme

from kalenner.i18n import LANGUAGES
from kalenner.themes import Themes
from kalenner_design_templates.names import name_of, summary_of


def found(folder: Path) -> Themes:
    base = Themes.find().get("base").folder
    return Themes.read({"base": base, **{path.name: path for path in folder.iterdir()}})


def test_a_design_has_its_name_in_a_language_else_in_english_else_of_its_manifest(tmp_path: Path) -> None:
    theme(
        tmp_path,
        "quiet",
        locale_en='theme_name = "Quiet"\ntheme_summary = "Little\\nof it."\n',
        locale_de='theme_name = "Ruhig"\n',
    )
    theme(tmp_path, "loud")
    quiet, loud = found(tmp_path).get("quiet"), found(tmp_path).get("loud")

    assert [name_of(quiet, code) for code in LANGUAGES] == ["Quiet", "Quiet", "Ruhig", "Quiet"]
    assert [summary_of(quiet, code) for code in ("en", "de")] == ["Little of it.", "Little of it."]
    assert (name_of(loud, "de"), summary_of(loud, "de")) == ("Loud", "")


def test_an_inherited_name_is_another_designs(tmp_path: Path) -> None:
    theme(tmp_path, "quiet", locale_en='theme_name = "Quiet"\ntheme_summary = "Little."\n')
    theme(tmp_path, "heir")
    manifest = tmp_path / "heir" / "theme.toml"
    manifest.write_text(manifest.read_text().replace('"base"', '"quiet"'))
    heir = found(tmp_path).get("heir")

    assert (name_of(heir, "en"), summary_of(heir, "en")) == ("Heir", "")


@pytest.mark.parametrize("broken", ["theme_name = ", 'theme_name = "  "', "theme_name = 3"])
def test_a_broken_file_of_texts_is_as_none(tmp_path: Path, broken: str) -> None:
    theme(tmp_path, "quiet", locale_en=broken)

    assert name_of(found(tmp_path).get("quiet"), "en") == "Quiet"
