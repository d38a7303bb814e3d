"""A new theme: a folder that works at once, and shows what is usually changed first."""

from pathlib import Path

from kalenner.themes.diagnostics import Diagnostic, ThemeFault
from kalenner.themes.theme import is_id

FILES = {
    "theme.toml": """# What the theme is. Everything that is not here comes from the theme it inherits.
name = "{title}"
author = "You"
licence = "Yours"
inherits = "base"

# What professionals can configure, each with this theme's default.
[options]
banner = "no"
header = "wide"
gallery = "slider"
services = "cards"
buttons = "yes"
accent = "own"

# The colours, by day and by night. In styles they are var(--paper), var(--ink) and so on.
[colours.light]
paper = "#fbf8f3"
surface = "#f1eae0"
ink = "#2b2522"
muted = "#665a52"
line = "#ddd2c4"
accent = "#8a3b2e"
on-accent = "#ffffff"

[colours.dark]
paper = "#1c1816"
surface = "#272120"
ink = "#f2ebe4"
muted = "#b9aca1"
line = "#443a36"
accent = "#f0a48f"
on-accent = "#2a1410"
""",
    "templates/card.pt": """<!--! `service` as a card: this macro takes the place of the one in base. -->
<article class="card">
  <h3 dir="auto">${{service.name}}</h3>
  <p class="description" tal:condition="service.description" dir="auto">${{service.description}}</p>
  <metal:use use-macro="macros.facts" />
  <metal:use use-macro="macros.book" />
</article>
""",
    "styles/50-{id}.css": """/* After the styles of base; a file of the same name would take its place. */
h1 {{ font-family: ui-serif, Georgia, serif; font-weight: 500; letter-spacing: -0.01em; }}
.button {{ border-radius: 999px; }}
.card {{ border: 1px solid var(--line); border-radius: 1rem; }}
""",
    "locale/en.toml": """# Texts of the theme: text.NAME in templates. The gallery of designs shows these two.
theme_name = "{title}"
theme_summary = "A design of my own."
""",
    "locale/de.toml": """theme_name = "{title}"
theme_summary = "Ein eigenes Design."
""",
    "locale/fr.toml": """theme_name = "{title}"
theme_summary = "Un design bien à moi."
""",
    "locale/ru.toml": """theme_name = "{title}"
theme_summary = "Мой собственный дизайн."
""",
}
"""The files of a new theme by their paths; ``{id}`` and ``{title}`` are filled in."""


def make_theme(id_: str, folder: Path) -> Path:
    """Write a new theme into `folder`; raises :class:`ThemeFault` where that is taken or the name is none."""
    if not is_id(id_):
        raise ThemeFault(
            [Diagnostic(folder, f"{id_!r}: expected a name of small letters, digits and hyphens")]
        )
    if folder.exists() and any(folder.iterdir()):
        raise ThemeFault([Diagnostic(folder, "expected a folder that is new or empty")])
    values = {"id": id_, "title": id_.replace("-", " ").capitalize()}
    for name, text in FILES.items():
        file = folder / name.format(**values)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text.format(**values), "utf-8")
    return folder
