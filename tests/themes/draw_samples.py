"""Draws the pictures of the sample practices: ``python -m tests.themes.draw_samples`` writes them anew.

Each trade has scenes of its own in SVG, which Chromium renders. They are nobody's photos, and small as files.
"""

import argparse
import hashlib
import importlib
import json
from pathlib import Path

from playwright.sync_api import Browser
from tests.themes.chromium import chromium

from kalenner.files.variants import make_variants
from kalenner.themes.samples import FOLDER, TRADES

WIDTHS = (400, 800)


def draw(browser: Browser, trade: str, folder: Path) -> None:
    """Write every picture of a trade in its variants, and `pictures.json` about them."""
    folder.mkdir(parents=True, exist_ok=True)
    for old_picture in (*folder.glob("*.jpg"), *folder.glob("*.webp")):
        old_picture.unlink()
    pictures = {}
    for name, scene in importlib.import_module(f"tests.themes.scenes.{trade}").PICTURES.items():
        made = make_variants(rendered(browser, scene()), widths=WIDTHS)
        variants = []
        for variant in made.variants:
            if variant.format != "webp" and name != "portrait":  # which is shared, also where WebP is unknown
                continue
            digest = hashlib.sha256(variant.data).hexdigest()[:16]
            file = f"{digest}{variant.suffix}"
            (folder / file).write_bytes(variant.data)
            variants.append([variant.format, variant.width, variant.height, f"{trade}/{file}", digest])
        pictures[name] = {
            "width": made.width,
            "height": made.height,
            "colour": made.colour,
            "variants": variants,
        }
    (folder / "pictures.json").write_text(json.dumps(pictures, indent=1) + "\n")


def rendered(browser: Browser, svg: str) -> bytes:
    """Return a scene as PNG."""
    page = browser.new_page(viewport={"width": 1200, "height": 1000})
    page.set_content(f"<style>body{{margin:0}}svg{{display:block}}</style>{svg}")
    picture = page.locator("svg").screenshot()
    page.close()
    return picture


def main() -> None:
    """Draw the trades that are named, all of them where none is."""
    parser = argparse.ArgumentParser(description="Draw the pictures of the sample practices.")
    parser.add_argument("trades", nargs="*", metavar="TRADE")
    chosen = parser.parse_args().trades
    with chromium() as browser:
        for trade in chosen or TRADES:
            draw(browser, trade, FOLDER / trade)


if __name__ == "__main__":
    main()
