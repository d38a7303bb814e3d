"""``make covers``: the picture of each design that the home page shows, beside its manifest."""

import argparse
import sys
from io import BytesIO

from PIL import Image
from tests.themes.chromium import chromium
from tests.themes.site import serving

from kalenner.themes import Themes
from kalenner.themes.theme import COVER
from kalenner_design_templates.web.covers import COVER_SIZE

QUALITY = 72


def main() -> int:
    """Write the covers of the themes that are named, of all where none is."""
    parser = argparse.ArgumentParser(description="Write the covers of themes.")
    parser.add_argument("themes", nargs="*", metavar="ID")
    chosen = parser.parse_args().themes
    width, height = COVER_SIZE
    with serving() as site, chromium() as browser:
        for theme in Themes.find().list_designs():
            if chosen and theme.id not in chosen:
                continue
            page = browser.new_page(viewport={"width": width, "height": height}, has_touch=True)
            page.goto(site.add(theme), wait_until="networkidle")
            Image.open(BytesIO(page.screenshot())).convert("RGB").save(
                theme.folder / COVER, quality=QUALITY, method=6
            )
            page.close()
            print(f"{theme.id}: {(theme.folder / COVER).stat().st_size} bytes in {theme.folder / COVER}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
