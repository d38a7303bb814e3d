"""The designs on the home page: a small picture of each that leads to the gallery."""

import shutil
from pathlib import Path

import pytest
from tests.plugins.design_templates.designer import Designer

from kalenner.i18n import LANGUAGES
from kalenner.themes import Themes
from kalenner.themes.discovery import THEMES, installed_places

# What is shown here does not depend on the database.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

DESIGNS = Themes.find().list_designs()


@pytest.mark.parametrize("language", LANGUAGES)
def test_home_shows_every_design_and_each_leads_to_its_place_in_the_gallery(
    designer: Designer, language
) -> None:
    home = designer.web.get(f"/{language}")
    gallery = designer.web.get(f"/{language}/design")
    links = [link["href"] for link in home.html.select(".covers a")]

    assert sorted(links) == sorted(f"/{language}/design#{theme.id}" for theme in DESIGNS)
    assert [gallery.html.find(id=link.partition("#")[2]) is not None for link in links] == [True] * len(
        DESIGNS
    )
    assert "${" not in home.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_design_has_a_cover_that_is_served_under_its_content(designer: Designer, language: str) -> None:
    home = designer.web.get(f"/{language}")
    pictures = [picture["src"] for picture in home.html.select(".covers img")]
    answers = [designer.web.get(path) for path in pictures]

    assert len(pictures) == len(DESIGNS)
    assert {answer.content_type for answer in answers} == {"image/webp"}
    assert [answer.body[8:12] for answer in answers] == [b"WEBP"] * len(DESIGNS)
    assert max(len(answer.body) for answer in answers) < 24_000
    assert designer.web.get(pictures[0].replace("cover.", "cover.0"), status=404).status_int == 404


def test_each_language_sees_pictures_of_its_own(designer: Designer) -> None:
    seen = [
        {picture["src"] for picture in designer.web.get(f"/{language}").html.select(".covers img")}
        for language in LANGUAGES
    ]

    assert len(set.union(*seen)) == len(LANGUAGES) * len(DESIGNS)


def test_a_design_without_a_picture_in_a_language_shows_the_one_it_has(
    designer: Designer, tmp_path: Path
) -> None:
    folder = Themes.find().get("calm").folder
    shutil.copytree(folder, tmp_path / "calm", ignore=shutil.ignore_patterns("cover.*.webp"))
    THEMES.put(designer.stage.app.registry, Themes.read({**installed_places(), "calm": tmp_path / "calm"}))
    pictures = [
        designer.web.get(f"/{language}").html.find(href=f"/{language}/design#calm").img["src"]
        for language in LANGUAGES
    ]

    assert len(set(pictures)) == 1
    assert designer.web.get(pictures[0]).body == (folder / "cover.webp").read_bytes()


def test_a_design_without_a_cover_is_drawn_in_its_colours(designer: Designer, tmp_path: Path) -> None:
    shutil.copytree(
        Themes.find().get("calm").folder, tmp_path / "calm", ignore=shutil.ignore_patterns("cover.*")
    )
    themes = Themes.read({**installed_places(), "calm": tmp_path / "calm"})
    THEMES.put(designer.stage.app.registry, themes)
    shown = designer.web.get("/en").html.find(href="/en/design#calm")

    assert shown.img is None
    assert [path["fill"] for path in shown.svg.find_all("path")][::2] == ["#f6f1e9", "#3d5e50"]
