"""``make covers``: the picture of each design that the home page shows, in each language, and README.md's."""

import argparse
import sys
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw
from playwright.sync_api import Browser
from tests.themes.chromium import chromium
from tests.themes.site import Site, serving

from kalenner.i18n import DEFAULT_LANGUAGE, LANGUAGES
from kalenner.themes import Theme, Themes
from kalenner.themes.theme import COVER, LANGUAGE_COVERS
from kalenner_design_templates.web.covers import COVER_SIZE

README_PICTURE = Path(__file__).parents[2] / "docs" / "pictures" / "page.png"
README_DESIGN = "calm"
DESKTOP = (1280, 800)
QUALITY = 72


def main() -> int:
    """Write the covers of the themes that are named, of all where none is."""
    parser = argparse.ArgumentParser(description="Write the covers of themes.")
    parser.add_argument("themes", nargs="*", metavar="ID")
    chosen = parser.parse_args().themes
    with serving() as site, chromium() as browser:
        for theme in Themes.find().list_designs():
            if chosen and theme.id not in chosen:
                continue
            for language in LANGUAGES:
                file = theme.folder / (COVER if language == DEFAULT_LANGUAGE else LANGUAGE_COVERS[language])
                first_screen(browser, site, theme, COVER_SIZE, language).save(file, quality=QUALITY, method=6)
                print(f"{theme.id}: {file.stat().st_size} bytes in {file}")
            if theme.id == README_DESIGN:
                write_readme_picture(browser, site, theme)
    return 0


def first_screen(
    browser: Browser, site: Site, theme: Theme, size: tuple[int, int], language: str = DEFAULT_LANGUAGE
) -> Image.Image:
    """Return what a screen of this size, in pixels, shows of a theme before anybody scrolls."""
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    page.goto(site.add(theme, language=language), wait_until="networkidle")
    image = Image.open(BytesIO(page.screenshot())).convert("RGB")
    page.close()
    return image


def write_readme_picture(browser: Browser, site: Site, theme: Theme) -> None:
    """Write the theme at the width of a computer, and in front of it at that of a phone."""
    image = Image.new("RGB", (1440, 880), "#e9e5dc")
    framed(image, first_screen(browser, site, theme, DESKTOP), (40, 40), 14)
    framed(image, first_screen(browser, site, theme, COVER_SIZE).resize((312, 560)), (1088, 280), 28)
    image.quantize(128).save(README_PICTURE, optimize=True)
    print(f"{README_PICTURE.stat().st_size} bytes in {README_PICTURE}")


def framed(image: Image.Image, picture: Image.Image, place: tuple[int, int], radius: int) -> None:
    """Paste a picture with round corners and a dark frame around it."""
    mask = Image.new("L", picture.size)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, *picture.size), radius, fill=255)
    (x, y), (width, height) = place, picture.size
    box = (x - 8, y - 8, x + width + 7, y + height + 7)
    ImageDraw.Draw(image).rounded_rectangle(box, radius + 8, fill="#2b2a27")
    image.paste(picture, place, mask)


if __name__ == "__main__":
    sys.exit(main())
