"""``make screenshots``: every theme in each configuration, on both screens, by day and by night.

Of the default configuration also the first screen alone, as large as a small phone and a laptop show it.
"""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser
from tests.themes.chromium import SCREENS, chromium
from tests.themes.site import serving

from kalenner.themes import OPTIONS, Theme, Themes

FOLDER = Path(__file__).parents[2] / "build" / "screenshots"
SCHEMES = ("light", "dark")
FIRST_SCREENS = {
    "phone": {**SCREENS["phone"], "viewport": {"width": 390, "height": 700}},
    "desktop": {**SCREENS["desktop"], "viewport": {"width": 1280, "height": 800}},
}


def varieties(theme: Theme) -> dict[str, dict[str, str]]:
    """The theme's defaults, and each other value of an option, by what is said of it; of the accents one."""
    default = theme.configured({})
    found: dict[str, dict[str, str]] = {"default": {}}
    for name in theme.options:
        for value in ("violet",) if name == "accent" else OPTIONS[name]:
            if value != default[name]:
                found[f"{name}-{value}"] = {name: value}
    return found


def main() -> int:
    """Write the pictures of the themes that are named, of all where none is."""
    parser = argparse.ArgumentParser(description="Write pictures of themes.")
    parser.add_argument("themes", nargs="*", metavar="ID")
    parser.add_argument("--sample", default="practice")
    parser.add_argument("--language", default="en")
    chosen = parser.parse_args()
    themes = [
        design for design in Themes.find().list_designs() if not chosen.themes or design.id in chosen.themes
    ]
    with serving() as site, chromium() as browser:
        for theme in themes:
            folder = FOLDER / theme.id
            folder.mkdir(parents=True, exist_ok=True)
            for said, options in varieties(theme).items():
                address = site.add(theme, name=chosen.sample, language=chosen.language, options=options)
                for scheme in SCHEMES:
                    for name, screen in SCREENS.items():
                        take(browser, address, screen, scheme, folder / f"{said}-{name}-{scheme}.png")
                    for name, screen in FIRST_SCREENS.items() if said == "default" else ():
                        path = folder / f"first-{name}-{scheme}.png"
                        take(browser, address, screen, scheme, path, is_whole=False)
            print(f"{theme.id}: {len(list(folder.glob('*.png')))} pictures in {folder}")
    return 0


def take(
    browser: Browser,
    address: str,
    screen: Mapping[str, Any],
    scheme: str,
    path: Path,
    *,
    is_whole: bool = True,
) -> None:
    """Write a picture of a page, whole or as far as the screen shows it."""
    context = browser.new_context(**screen, color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    page.goto(address, wait_until="load")
    page.evaluate("() => document.querySelectorAll('img').forEach(one => one.loading = 'eager')")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=path, full_page=is_whole)
    context.close()


if __name__ == "__main__":
    sys.exit(main())
