"""Shapes of SVG. Places and sizes are in pixels of the picture; `o` is the opacity, `turn` in degrees."""

from collections.abc import Iterable
from math import cos, pi, sin

PHOTO = (1200, 900)
SQUARE = (1000, 1000)

_DEFINITIONS = (
    '<filter id="soft" x="-60%" y="-60%" width="220%" height="220%"><feGaussianBlur stdDeviation="14"/></filter>'
    '<filter id="far" x="-90%" y="-90%" width="280%" height="280%"><feGaussianBlur stdDeviation="60"/></filter>'
)


def scene(size: tuple[int, int], *parts: str) -> str:
    """Return a whole picture of parts, from the back to the front."""
    width, height = size
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}"><defs>{_DEFINITIONS}</defs>{"".join(parts)}</svg>'
    )


def many(parts: Iterable[str]) -> str:
    """Return parts as one."""
    return "".join(parts)


def ground(size: tuple[int, int], top: str, bottom: str) -> str:
    """Return a ground that goes from one colour to another."""
    width, height = size
    name = f"g{top[1:]}{bottom[1:]}"
    return (
        f'<linearGradient id="{name}" x1="0" y1="0" x2="0" y2="1"><stop stop-color="{top}"/>'
        f'<stop offset="1" stop-color="{bottom}"/></linearGradient>'
        f'<rect width="{width}" height="{height}" fill="url(#{name})"/>'
    )


def box(
    x: float, y: float, w: float, h: float, fill: str, *, r: float = 0, o: float = 1, turn: float = 0
) -> str:
    """Return a rectangle with round corners, turned around its middle."""
    turned = f' transform="rotate({turn} {x + w / 2} {y + h / 2})"' if turn else ""
    return f'<rect x="{x}" y="{y}" width="{w}" height="{h}" rx="{r}" fill="{fill}" opacity="{o}"{turned}/>'


def disc(x: float, y: float, r: float, fill: str, *, ry: float = 0, o: float = 1, turn: float = 0) -> str:
    """Return a disc, or an ellipse where it has another height."""
    turned = f' transform="rotate({turn} {x} {y})"' if turn else ""
    return f'<ellipse cx="{x}" cy="{y}" rx="{r}" ry="{ry or r}" fill="{fill}" opacity="{o}"{turned}/>'


def ring(x: float, y: float, r: float, stroke: str, width: float, *, o: float = 1, dash: str = "") -> str:
    """Return a circle's line."""
    return (
        f'<circle cx="{x}" cy="{y}" r="{r}" fill="none" stroke="{stroke}" stroke-width="{width}" '
        f'stroke-dasharray="{dash}" stroke-linecap="round" opacity="{o}"/>'
    )


def shape(d: str, fill: str, *, o: float = 1) -> str:
    """Return a filled path."""
    return f'<path d="{d}" fill="{fill}" opacity="{o}"/>'


def line(d: str, stroke: str, width: float, *, o: float = 1, dash: str = "") -> str:
    """Return a path's line with round ends."""
    return (
        f'<path d="{d}" fill="none" stroke="{stroke}" stroke-width="{width}" stroke-linecap="round" '
        f'stroke-linejoin="round" stroke-dasharray="{dash}" opacity="{o}"/>'
    )


def shadow(x: float, y: float, w: float, h: float, fill: str = "#000", *, o: float = 0.22) -> str:
    """Return a soft shadow below something."""
    return f'<ellipse cx="{x}" cy="{y}" rx="{w}" ry="{h}" fill="{fill}" opacity="{o}" filter="url(#soft)"/>'


def glow(x: float, y: float, r: float, fill: str, *, o: float = 0.6) -> str:
    """Return light that falls on a place."""
    return f'<circle cx="{x}" cy="{y}" r="{r}" fill="{fill}" opacity="{o}" filter="url(#far)"/>'


def moved(parts: str, x: float, y: float, *, turn: float = 0, scale: float = 1) -> str:
    """Return parts somewhere else."""
    return f'<g transform="translate({x} {y}) rotate({turn}) scale({scale})">{parts}</g>'


def leaf(x: float, y: float, long: float, turn: float, fill: str, *, vein: str = "") -> str:
    """Return a leaf whose stalk is at a place."""
    wide = long * 0.22
    blade = shape(
        f"M0 0C{wide} {-long * 0.3} {wide} {-long * 0.7} 0 {-long}C{-wide} {-long * 0.7} {-wide} "
        f"{-long * 0.3} 0 0Z",
        fill,
    )
    return moved(blade + (line(f"M0 0V{-long * 0.86}", vein, 3) if vein else ""), x, y, turn=turn)


def branch(x: float, y: float, pairs: int, long: float, fill: str, stalk: str, *, turn: float = 0) -> str:
    """Return a stalk with pairs of leaves that become smaller."""
    step = long * 0.62
    parts = [line(f"M0 0V{-step * (pairs + 0.4)}", stalk, 6)]
    for number in range(1, pairs + 1):
        size = long * (1 - number * 0.5 / (pairs + 1))
        parts += [leaf(0, -step * number, size, side, fill) for side in (-52, 52)]
    parts.append(leaf(0, -step * (pairs + 0.3), long * 0.6, 0, fill))
    return moved(many(parts), x, y, turn=turn)


def rays(x: float, y: float, inner: float, outer: float, count: int, stroke: str, width: float) -> str:
    """Return rays around a place."""
    ends = [(cos(2 * pi * n / count), sin(2 * pi * n / count)) for n in range(count)]
    return line(
        " ".join(
            f"M{x + a * inner:.1f} {y + b * inner:.1f}L{x + a * outer:.1f} {y + b * outer:.1f}"
            for a, b in ends
        ),
        stroke,
        width,
    )


def window(x: float, y: float, w: float, h: float, frame: str, pane: str, *, across: int = 2) -> str:
    """Return a window with a cross of bars."""
    bars = [box(x + w * n / across - 6, y, 12, h, frame) for n in range(1, across)]
    return (
        box(x - 16, y - 16, w + 32, h + 32, frame, r=6)
        + box(x, y, w, h, pane)
        + many(bars)
        + box(x, y + h * 0.4, w, 12, frame)
    )
