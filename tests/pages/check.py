"""``make check-pages``: the sample practice in every theme, and the help, before the Nu checker, axe, Lighthouse and a scale.

Needs node, npm, java and Chromium. What npm brings is kept in ``build/check-pages``.
"""

import argparse
import gzip
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

from playwright.sync_api import Browser
from tests.pages.help_pages import add_help
from tests.themes.chromium import SCREENS, chromium, find_chromium
from tests.themes.site import Site, serving

from kalenner.i18n import LANGUAGES
from kalenner.themes import Theme, Themes
from kalenner.themes.weights import MOST_BYTES, MOST_BYTES_WITH_PHOTO

ROOT = Path(__file__).parents[2]
TOOLS = ROOT / "build" / "check-pages"
PACKAGES = {"axe-core": "4", "lighthouse": "13", "vnu-jar": "26"}
HELP = "help"
MOST_BYTES_OF_HELP = 14 * 1024
MOST_REQUESTS = 3
LEAST_SCORES = {"performance": 99, "accessibility": 100, "best-practices": 100, "seo": 100}
SCHEMES = ("light", "dark")
NO_FAULTS = ("Resource violates Content Security Policy", "Inline script violates Content Security Policy")
"""What the Nu checker says though it is no fault: it refuses servers of this machine, and to files, which it reads
instead, 'self' is nothing; and the data for search engines is no script, so no policy is asked about it."""


class Findings:
    """What each theme came to, and what is wrong with it."""

    def __init__(self) -> None:
        self.rows: dict[str, dict[str, str]] = {}
        self.wrong: list[str] = []

    def note(self, theme: str, what: str, value: str, *, wrong: str = "") -> None:
        """Keep a figure; `wrong` says why it is none to be content with."""
        self.rows.setdefault(theme, {})[what] = f"{value}{' !' if wrong else ''}"
        if wrong:
            self.wrong.append(f"{theme}: {what}: {wrong}")

    def show(self) -> None:
        """Print a table, and below it what is wrong."""
        names = list(dict.fromkeys(name for row in self.rows.values() for name in row))
        table = [
            ["theme", *names],
            *([id_, *(row.get(name, "") for name in names)] for id_, row in self.rows.items()),
        ]
        widths = [max(len(line[place]) for line in table) for place in range(len(names) + 1)]
        for line in table:
            print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
        for one in self.wrong:
            print(one)


def main() -> int:
    """Check the themes that are named, all of them where none is; 1 where something is wrong."""
    parser = argparse.ArgumentParser(description="Check the pages of themes, and of the help.")
    parser.add_argument("themes", nargs="*", metavar="ID", help="a theme, or help; all where none is named")
    parser.add_argument("--without-lighthouse", action="store_true", help="which takes 15 seconds a theme")
    chosen = parser.parse_args()
    missing = [name for name in ("node", "npm", "java") if shutil.which(name) is None]
    missing += [] if find_chromium() else ["chromium"]
    if missing:
        print(
            f"Missing: {', '.join(missing)}; this check needs node, npm, java and Chromium.", file=sys.stderr
        )
        return 2
    install()
    themes = [
        design for design in Themes.find().list_designs() if not chosen.themes or design.id in chosen.themes
    ]
    findings = Findings()
    with serving() as site:
        addresses = {theme.id: site.add(theme) for theme in themes}
        pages = pages_of_themes(site, themes, findings)
        for theme in themes:
            weigh(site, theme, findings)
        if not chosen.themes or HELP in chosen.themes:
            for name, paths in add_help(site).items():
                addresses[name] = site.origin + paths["en"]
                pages |= {f"{name}.{language}": site.files[path] for language, path in paths.items()}
                weigh_help(site, name, list(paths.values()), findings)
        check_validity(pages, list(addresses), findings)
        with chromium() as browser:
            for theme in themes:
                count_requests(browser, site, theme, findings)
            for name, address in addresses.items():
                check_access(browser, address, name, findings)
        if not chosen.without_lighthouse:
            for name, address in addresses.items():
                run_lighthouse(address, name, findings)
    findings.show()
    return 1 if findings.wrong else 0


def install() -> None:
    """Install the tools of npm where they are not yet; none of their scripts is run."""
    if all((TOOLS / "node_modules" / name).is_dir() for name in PACKAGES):
        return
    TOOLS.mkdir(parents=True, exist_ok=True)
    wanted = [f"{name}@{version}" for name, version in PACKAGES.items()]
    switches = ["--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    subprocess.run(["npm", "install", "--prefix", str(TOOLS), *switches, *wanted], check=True)


def weigh(site: Site, theme: Theme, findings: Findings) -> None:
    """Weigh HTML and CSS, compressed."""
    html = site.files[f"/{site.add(theme).removeprefix(site.origin).strip('/')}/"]
    name = next(
        file for file in site.files if file.startswith(f"/assets/{theme.id}.") and file.endswith(".css")
    )
    size = sum(len(gzip.compress(one, mtime=0)) for one in (html, site.files[name]))
    findings.note(
        theme.id,
        "HTML+CSS",
        f"{size / 1000:.1f} kB",
        wrong=f"expected at most {MOST_BYTES / 1000:g} kB" if size > MOST_BYTES else "",
    )


def weigh_help(site: Site, name: str, paths: list[str], findings: Findings) -> None:
    """Weigh the heaviest language of a page of the help, with its styles, compressed."""
    styles = [data for path, data in site.files.items() if "/kalenner_help/" in path]
    size = max(sum(len(gzip.compress(one, mtime=0)) for one in (site.files[path], *styles)) for path in paths)
    too_heavy = f"expected at most {MOST_BYTES_OF_HELP / 1024:g} KiB" if size > MOST_BYTES_OF_HELP else ""
    findings.note(name, "HTML+CSS", f"{size / 1000:.1f} kB", wrong=too_heavy)


def pages_of_themes(site: Site, themes: list[Theme], findings: Findings) -> dict[str, bytes]:
    """Return every page in each language, also with all that options bring, by its theme and what it is."""
    pages: dict[str, bytes] = {}
    all_on = {"banner": "yes", "gallery": "3x", "services": "list", "header": "narrow"}
    for theme in themes:
        for language in LANGUAGES:
            for name, options in (("practice", {}), ("backgrounds", all_on)):
                address = site.add(theme, name=name, language=language, options=options)
                page = site.files[address.removeprefix(site.origin)]
                if page.count(b"<script") != page.count(b'<script type="application/ld+json">'):
                    findings.note(theme.id, "scripts", "some", wrong=f"{name}, {language} holds a script")
                pages[f"{theme.id}.{language}.{name}"] = page
    return pages


def check_validity(pages: dict[str, bytes], names: list[str], findings: Findings) -> None:
    """Let the Nu checker read every page; what is before the first point of its name says what it is of."""
    folder = TOOLS / "pages"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for file, page in pages.items():
        (folder / f"{file}.html").write_bytes(page)
    jar = TOOLS / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    command = ["java", "-jar", str(jar), "--format", "json", *map(str, sorted(folder.iterdir()))]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    found = Counter[str]()
    said: dict[str, str] = {}
    for one in json.loads(done.stderr)["messages"]:
        if one["message"].startswith(NO_FAULTS):
            continue
        file = Path(one.get("url", "")).name
        id_ = file.partition(".")[0]
        found[id_] += 1
        said.setdefault(id_, f"{one['message']} ({file}:{one.get('lastLine', 0)})")
    for name in names:
        findings.note(name, "Nu", str(found[name]), wrong=said.get(name, ""))


def count_requests(browser: Browser, site: Site, theme: Theme, findings: Findings) -> None:
    """Count what a page with one photo asks for on a phone, and its bytes."""
    address = site.add(theme, is_alone=True)
    context = browser.new_context(**SCREENS["phone"])
    page = context.new_page()
    asked: list[str] = []
    sizes: list[int] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    page.goto(address, wait_until="networkidle")
    context.close()
    asked = [one for one in asked if not one.startswith("data:")]
    elsewhere = [one for one in asked if not one.startswith(site.origin)]
    too_many = f"expected at most {MOST_REQUESTS}: {', '.join(asked)}" if len(asked) > MOST_REQUESTS else ""
    findings.note(theme.id, "requests", str(len(asked)), wrong=too_many)
    total = sum(sizes)
    too_heavy = (
        f"expected at most {MOST_BYTES_WITH_PHOTO / 1000:g} kB" if total > MOST_BYTES_WITH_PHOTO else ""
    )
    findings.note(theme.id, "with photo", f"{total / 1000:.1f} kB", wrong=too_heavy)
    findings.note(theme.id, "elsewhere", str(len(elsewhere)), wrong=", ".join(elsewhere))


def check_access(browser: Browser, address: str, id_: str, findings: Findings) -> None:
    """Let axe look at a page on both screens, by day and by night."""
    axe = (TOOLS / "node_modules" / "axe-core" / "axe.min.js").read_text()
    found: list[str] = []
    for name, screen in SCREENS.items():
        for scheme in SCHEMES:
            context = browser.new_context(**screen, color_scheme=scheme)
            page = context.new_page()
            page.goto(address, wait_until="load")
            page.evaluate(axe)
            for one in page.evaluate("() => axe.run()")["violations"]:
                target = one["nodes"][0]["target"][0]
                found.append(f"{one['id']} on {len(one['nodes'])}, first {target} ({name}, {scheme})")
            context.close()
    findings.note(id_, "axe", str(len(found)), wrong="; ".join(found))


def run_lighthouse(address: str, id_: str, findings: Findings) -> None:
    """Let Lighthouse judge a page as a phone loads it."""
    target = TOOLS / f"lighthouse-{id_}.json"
    flags = "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage"
    program = TOOLS / "node_modules" / ".bin" / "lighthouse"
    command = [
        str(program),
        address,
        "--quiet",
        "--output=json",
        f"--output-path={target}",
        f"--chrome-flags={flags}",
    ]
    subprocess.run(command, check=True, timeout=240, env={**os.environ, "CHROME_PATH": find_chromium() or ""})
    report = json.loads(target.read_text())
    scores = {name: round((report["categories"][name]["score"] or 0) * 100) for name in LEAST_SCORES}
    low = [name for name, least in LEAST_SCORES.items() if scores[name] < least]
    failed = [
        audit["id"]
        for name in low
        for reference in report["categories"][name]["auditRefs"]
        if (audit := report["audits"][reference["id"]])["score"] not in {None, 1} and reference["weight"]
    ]
    findings.note(id_, "Lighthouse", "/".join(map(str, scores.values())), wrong=", ".join(failed))


if __name__ == "__main__":
    sys.exit(main())
