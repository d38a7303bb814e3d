"""The accents that a professional can choose: a theme's own colour, or one of a palette that stays readable.

Of each colour there are shades from dark to light. The one nearest to the middle that can be read on the
theme's grounds is taken, so a choice never costs contrast, whatever the theme.
"""

from collections.abc import Iterable, Mapping

from kalenner.themes.contrast import LEAST, contrast, luminance

OWN = "own"
"""The value of the option `accent` that keeps the design's own colour."""

SHADES: dict[str, tuple[str, ...]] = {
    "red": ("#45080c", "#74121a", "#a31d27", "#c92a33", "#ea605f", "#f6958f", "#fcc6c0"),
    "orange": ("#451a05", "#73300b", "#9c4511", "#bd5716", "#e98338", "#f6ad73", "#fdd4b0"),
    "gold": ("#33260a", "#574010", "#7a5b15", "#946f14", "#c99d2e", "#e6c05c", "#f5dd9b"),
    "green": ("#0b2b1c", "#12492f", "#1a6844", "#237f54", "#4fb184", "#85d0ac", "#bce8d2"),
    "blue": ("#0d2149", "#17397d", "#1f50b0", "#2f6bd8", "#6498f0", "#94b9f9", "#c3d9fe"),
    "violet": ("#261247", "#43207c", "#5f31ad", "#7648cb", "#a07de8", "#c1a8f3", "#ded1fb"),
    "brown": ("#2e1a12", "#4d2d20", "#6e4330", "#8a5840", "#b3836a", "#d2ab96", "#ead2c5"),
    "graphite": ("#16181d", "#2a2e36", "#434954", "#5d6573", "#8b94a3", "#b4bbc7", "#d8dce4"),
}
"""The shades of each accent from dark to light."""

TINT = 0.12
"""How much of the accent a ground may hold that text in the accent stands on, such as a pale button."""


def with_accent(colours: Mapping[str, str], accent: str) -> dict[str, str]:
    """Return a scheme's colours with another accent, and with what can be read on it.

    Where no shade is readable on both paper and surface, the accent is the ink.
    """
    shades = SHADES[accent]
    paper, surface, ink = (colours[name] for name in ("paper", "surface", "ink"))
    is_dark = luminance(paper) < luminance(ink)
    for shade in shades if is_dark else reversed(shades):
        grounds = (paper, surface, mixed(shade, paper, TINT), mixed(shade, surface, TINT))
        on_accent = next(
            (on for on in (shades[0] if is_dark else "#ffffff", paper, ink) if contrast(on, shade) >= LEAST),
            None,
        )
        if on_accent and _is_readable(shade, grounds):
            return {**colours, "accent": shade, "on-accent": on_accent}
    return {**colours, "accent": ink, "on-accent": paper}


def mixed(colour: str, ground: str, share: float) -> str:
    """Return `share` of a colour in a ground, as ``color-mix(in srgb, …)`` mixes them; `share` is 0 to 1."""
    parts = (
        round(int(colour[place : place + 2], 16) * share + int(ground[place : place + 2], 16) * (1 - share))
        for place in (1, 3, 5)
    )
    return "#" + "".join(f"{part:02x}" for part in parts)


def _is_readable(colour: str, grounds: Iterable[str]) -> bool:
    return all(contrast(colour, ground) >= LEAST for ground in grounds)
