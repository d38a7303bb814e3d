"""``make screenshots``: the playground's picture in README.md, a request in German beside a calendar in English."""

import tempfile
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from tests.journeys.playground_page import PageChat, PlaygroundPage, Pointer
from tests.journeys.test_page_browser import Writer
from tests.live import running
from tests.themes.chromium import chromium

PICTURE = Path(__file__).parents[2] / "docs" / "pictures" / "playground.png"
SIZE: Any = {"width": 1280, "height": 860}
SCHEDULING = "kalenner_scheduling"


def main() -> None:
    """Play it, and write the picture."""
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as live, chromium() as browser:
        writer = Writer(live)
        for prepare in live.app.registry["kalenner.at_start"]:
            prepare(live.app)
        writer.wait()
        page = browser.new_page(viewport=SIZE, locale="en-GB", timezone_id="Europe/London")
        playground = PlaygroundPage(live, page, "en", Pointer())
        playground.open()
        page.get_by_role("button", name=playground.words["guide_close"]).click()
        people = page.get_by_role("navigation", name=playground.words["people"])
        people.get_by_role("button", name="Anna").click()
        people.get_by_role("button", name="Zoë").click()
        lena, zoe = playground.chat("Lena", "de"), playground.chat("Zoë")
        to_times(zoe, "Krankengymnastik")
        zoe.choose_time()
        zoe.press("button-send-request", SCHEDULING)
        lena.sees("Krankengymnastik")
        to_times(zoe, "Massage")
        page.mouse.move(0, 0)
        shot = page.screenshot(animations="disabled", caret="hide")
    Image.open(BytesIO(shot)).convert("RGB").save(PICTURE, optimize=True)
    print(f"{PICTURE.stat().st_size} bytes in {PICTURE}")


def to_times(client: PageChat, service: str) -> None:
    """Go to the free times of a service of the only specialist."""
    client.write("/menu")
    client.press("button-specialists")
    client.press_key(client.newest.locator(".key").filter(has_text="Lena").first)
    client.press("button-book", SCHEDULING)
    client.press_key(client.newest.locator(".key").filter(has_text=service).first)


if __name__ == "__main__":
    main()
