"""A barber's shop: tar, cream, red and blue."""

from tests.themes.scenes.shapes import (
    PHOTO,
    SQUARE,
    box,
    disc,
    glow,
    ground,
    line,
    many,
    moved,
    rays,
    ring,
    scene,
    shadow,
    shape,
)

TAR, COAL, CREAM, RED, BLUE, BRASS, LEATHER = (
    "#201d1a",
    "#2f2a26",
    "#f6ecda",
    "#f1644c",
    "#3f74b8",
    "#c9a15a",
    "#8c4a33",
)


def stripes(x: float, y: float, w: float, h: float) -> str:
    """Return the stripes of the pole."""
    bands = many(
        line(
            f"M{x - 20} {y + n * 44}L{x + w + 20} {y + n * 44 - w * 0.9}",
            (RED, CREAM, BLUE, CREAM)[n % 4],
            31,
        )
        for n in range(int((h + w) / 44) + 3)
    )
    return (
        f'<clipPath id="pole"><rect x="{x}" y="{y}" width="{w}" height="{h}" rx="8"/></clipPath>'
        f'<g clip-path="url(#pole)">{box(x, y, w, h, CREAM)}{bands}'
        f"{box(x, y, w * 0.25, h, TAR, o=0.35)}{box(x + w * 0.8, y, w * 0.2, h, TAR, o=0.4)}</g>"
    )


def razor() -> str:
    """Return an open razor around its rivet."""
    blade = "M0 -20L300 -34C330 -34 330 34 300 34L40 24C20 24 0 20 0 0Z"
    handle = (
        "M-10 -24C-40 -20 -60 10 -40 40C20 120 120 210 250 250C280 256 292 226 270 208C170 150 80 70 30 0Z"
    )
    return (
        shape(handle, LEATHER)
        + shape(blade, "#d9d4cb")
        + shape("M40 8L300 20L300 34L40 24Z", CREAM)
        + disc(0, 4, 15, BRASS)
    )


def scissors() -> str:
    """Return scissors around their screw."""
    half = (
        shape("M-12 0L-4 -330C0 -350 16 -340 18 -320L22 10Z", "#d9d4cb")
        + line("M4 0L-50 170", "#b9b3a8", 26)
        + ring(-78, 236, 62, BRASS, 24)
    )
    return (
        moved(half, 0, 0, turn=18)
        + moved(f'<g transform="scale(-1 1)">{half}</g>', 0, 0, turn=-18)
        + disc(0, 0, 16, TAR)
    )


def portrait() -> str:
    """The sign: a moustache below a hat, scissors above rays."""
    half = "M0 40C40 -10 110 -20 160 20C200 50 250 50 290 0C290 90 210 150 130 140C70 134 20 110 0 70Z"
    return scene(
        SQUARE,
        ground(SQUARE, "#3a332c", TAR),
        rays(500, 500, 250, 640, 36, "#f6ecda22", 16),
        disc(500, 500, 380, RED),
        ring(500, 500, 346, CREAM, 8),
        ring(500, 500, 322, CREAM, 4, dash="2 16"),
        shape("M330 440H670L650 250C640 220 360 220 350 250Z", TAR),
        box(344, 380, 312, 40, BLUE),
        box(270, 430, 460, 40, TAR, r=20),
        moved(shape(half, CREAM) + f'<g transform="scale(-1 1)">{shape(half, CREAM)}</g>', 500, 520),
        line("M436 700H564", CREAM, 10),
        disc(400, 700, 8, CREAM),
        disc(600, 700, 8, CREAM),
        shape("M460 740L500 790L540 740Z", CREAM),
    )


def chair() -> str:
    """The chair under its lamp."""
    return scene(
        PHOTO,
        ground(PHOTO, "#3b342e", "#2a2521"),
        many(box(n * 100, 640, 98, 70, (COAL, "#4a423a")[n % 2]) for n in range(12)),
        many(box(n * 100 - 50, 710, 98, 90, ("#4a423a", COAL)[n % 2]) for n in range(13)),
        many(box(n * 100, 800, 98, 100, (COAL, "#4a423a")[n % 2]) for n in range(12)),
        glow(600, 240, 210, "#f7c987", o=0.4),
        shape("M150 330C150 80 350 80 350 330V500H150Z", "#52606a"),
        line("M150 330C150 80 350 80 350 330V500H150Z", BRASS, 14),
        line("M180 380L300 240M210 440L330 300", CREAM, 8, o=0.35),
        stripes(950, 130, 90, 380),
        box(930, 90, 130, 46, BRASS, r=14),
        box(930, 506, 130, 46, BRASS, r=14),
        shadow(600, 816, 240, 22, "#000", o=0.5),
        box(480, 780, 240, 28, "#b9b3a8", r=14),
        box(572, 660, 56, 130, "#d9d4cb"),
        box(430, 560, 360, 110, RED, r=34),
        box(470, 250, 280, 330, RED, r=48),
        line("M560 290V540M660 290V540", "#c24732", 7),
        box(520, 170, 180, 76, RED, r=30),
        box(390, 450, 60, 150, CREAM, r=24),
        box(770, 450, 60, 150, CREAM, r=24),
        line("M410 600L380 740H470", "#d9d4cb", 20),
    )


def shave() -> str:
    """Razor, brush and bowl on a cloth."""
    foam = many(
        disc(x, y, r, "#fffaf0")
        for x, y, r in ((330, 372, 64), (408, 344, 74), (480, 372, 62), (404, 392, 86))
    )
    return scene(
        PHOTO,
        ground(PHOTO, "#3f74b8", "#2f5c96"),
        many(box(0, n * 180, 1200, 60, CREAM, o=0.1) for n in range(5)),
        shadow(410, 640, 250, 40, "#0b1a30", o=0.45),
        foam,
        shape("M190 400H630C630 560 540 650 410 650C280 650 190 560 190 400Z", CREAM),
        shape("M190 400H630C630 430 626 456 618 480H202C194 456 190 430 190 400Z", RED),
        moved(
            box(-44, -20, 88, 190, TAR, r=30)
            + box(-36, -50, 72, 44, BRASS, r=8)
            + shape("M-36 -50C-80 -170 -60 -230 0 -230C60 -230 80 -170 36 -50Z", CREAM)
            + line("M-16 -70L-30 -190M16 -70L30 -190M0 -70V-200", "#cdbfa8", 6),
            760,
            620,
            turn=24,
        ),
        shadow(930, 330, 200, 20, "#0b1a30", o=0.4),
        moved(razor(), 800, 230, turn=8),
    )


def tools() -> str:
    """Scissors and a comb."""
    comb = box(-40, -330, 80, 640, TAR, r=16) + many(
        box(20, -310 + n * 24, 70, 12, TAR, r=6) for n in range(26)
    )
    return scene(
        PHOTO,
        ground(PHOTO, RED, "#d94f38"),
        disc(520, 450, 360, "#fff", o=0.1),
        shadow(430, 580, 150, 170, "#57150a", o=0.3),
        moved(scissors(), 400, 460, turn=-24, scale=1.15),
        shadow(950, 500, 80, 280, "#57150a", o=0.3),
        moved(comb, 930, 450, turn=18, scale=1.05),
        line("M40 60H1160V840H40Z", CREAM, 6, o=0.8),
    )


def bottles() -> str:
    """Bottles on a shelf before tiles."""
    kinds = (
        (150, 300, 130, BLUE),
        (330, 240, 110, LEATHER),
        (480, 330, 150, CREAM),
        (680, 210, 104, RED),
        (830, 290, 130, BRASS),
        (1000, 250, 90, BLUE),
    )
    bottle = many(
        shadow(x + w / 2, 640, w * 0.7, 14, "#000", o=0.45)
        + box(x + w * 0.3, 640 - h - 70, w * 0.4, 80, TAR, r=8)
        + box(x, 640 - h, w, h, c, r=26)
        + box(x + 14, 640 - h * 0.66, w - 28, h * 0.36, (TAR if c == CREAM else CREAM), r=6)
        + box(x + w * 0.1, 640 - h + 20, 10, h - 50, "#fff", r=5, o=0.3)
        for x, h, w, c in kinds
    )
    tiles = many(
        box(x * 150 - (75 if y % 2 else 0), y * 76, 146, 72, ("#4b433b", "#463e37")[(x + y) % 2], r=4)
        for x in range(9)
        for y in range(9)
    )
    return scene(
        PHOTO,
        box(0, 0, 1200, 900, "#39322c"),
        tiles,
        glow(600, 160, 200, "#ffd9a0", o=0.3),
        bottle,
        box(60, 640, 1080, 40, "#a5713f", r=6),
        box(60, 680, 1080, 30, "#6f4a28"),
        many(box(x, 700, 26, 90, BRASS, r=8) for x in (190, 980)),
        box(0, 790, 1200, 110, TAR, o=0.5),
    )


def pole() -> str:
    """The shop front at night."""
    return scene(
        PHOTO,
        ground(PHOTO, "#1d2633", "#14171c"),
        box(250, 150, 950, 760, "#6b2c20"),
        box(290, 330, 560, 460, "#f9c777"),
        glow(560, 560, 190, "#fff0cf", o=0.6),
        many(line(f"M{290 + n * 187} 330V790", "#6b2c20", 16) for n in range(1, 3)),
        line("M290 470H850", "#6b2c20", 12),
        shape("M360 790V640C360 600 440 600 440 640V790ZM380 560A40 40 0 1 1 381 561Z", TAR, o=0.85),
        box(910, 330, 220, 580, "#401710"),
        box(940, 370, 160, 260, "#e8b262"),
        disc(1110, 700, 12, BRASS),
        shape("M230 170H1200V300H230Z", RED),
        many(shape(f"M{230 + n * 98} 300h98c0 56-98 56-98 0Z", (CREAM, RED)[n % 2]) for n in range(10)),
        box(330, 205, 700, 56, CREAM, r=6, o=0.92),
        many(
            box(x, 222, w, 22, TAR, r=4) for x, w in ((420, 90), (530, 60), (610, 130), (760, 50), (830, 110))
        ),
        stripes(110, 300, 84, 380),
        box(90, 256, 124, 50, BRASS, r=16),
        box(90, 676, 124, 50, BRASS, r=16),
        box(0, 800, 1200, 100, "#0d0f13"),
        glow(560, 830, 160, "#f9c777", o=0.25),
    )


PICTURES = {
    "portrait": portrait,
    "chair": chair,
    "shave": shave,
    "tools": tools,
    "bottles": bottles,
    "pole": pole,
}
