"""Contrast of a theme's colours by WCAG 2: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio."""

from collections.abc import Iterator, Mapping

PAIRS = (
    ("ink", "paper"),
    ("ink", "surface"),
    ("muted", "paper"),
    ("muted", "surface"),
    ("accent", "paper"),
    ("on-accent", "accent"),
)
"""Pairs of text and background colours; `line` is decoration and not checked."""
LEAST = 4.5
"""For text of any size, level AA."""


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour such as ``#1c2430``, from 0 to 1."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(colour: str, other_colour: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    light, dark = sorted((luminance(colour), luminance(other_colour)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def too_low(colours: Mapping[str, str]) -> Iterator[tuple[str, str, float]]:
    """Yield each pair of which the contrast is too low, with its contrast."""
    for text, ground in PAIRS:
        if text in colours and ground in colours:
            ratio = contrast(colours[text], colours[ground])
            if ratio < LEAST:
                yield text, ground, ratio
