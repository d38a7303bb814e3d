"""``make screenshots``: every theme in each configuration, on both screens, by day and by night."""

import argparse
import sys
from pathlib import Path

from tests.themes.chromium import SCREENS, chromium
from tests.themes.site import serving

from kalenner.themes import OPTIONS, Theme, Themes

FOLDER = Path(__file__).parents[2] / "build" / "screenshots"
SCHEMES = ("light", "dark")


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
                for name, screen in SCREENS.items():
                    for scheme in SCHEMES:
                        context = browser.new_context(**screen, color_scheme=scheme, reduced_motion="reduce")
                        page = context.new_page()
                        page.goto(address, wait_until="load")
                        page.evaluate(
                            "() => document.querySelectorAll('img').forEach(one => one.loading = 'eager')"
                        )
                        page.wait_for_load_state("networkidle")
                        page.screenshot(path=folder / f"{said}-{name}-{scheme}.png", full_page=True)
                        context.close()
            print(f"{theme.id}: {len(list(folder.glob('*.png')))} pictures in {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
