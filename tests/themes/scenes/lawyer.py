"""Chambers: navy, ivory, burgundy and brass."""

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
    ring,
    scene,
    shadow,
    shape,
    window,
)

NAVY, STEEL, IVORY, STONE, WINE, BRASS, OAK = (
    "#15223a",
    "#46536d",
    "#fbf8f0",
    "#d8cdb6",
    "#7b1e2b",
    "#c2a266",
    "#7a5335",
)


def column(x: float, top: float, bottom: float, w: float) -> str:
    """Return a column with its grooves."""
    grooves = many(
        box(x + w * (0.2 + n * 0.2), top + 40, w * 0.06, bottom - top - 80, STONE, r=4) for n in range(4)
    )
    return (
        box(x, top + 20, w, bottom - top - 40, IVORY)
        + grooves
        + box(x + w * 0.86, top + 20, w * 0.14, bottom - top - 40, STONE)
        + box(x - w * 0.18, top, w * 1.36, 34, IVORY, r=6)
        + box(x - w * 0.18, bottom - 34, w * 1.36, 34, IVORY, r=6)
    )


def portrait() -> str:
    """A portico in the evening, its steps in the light."""
    return scene(
        SQUARE,
        ground(SQUARE, "#22365a", NAVY),
        disc(500, 250, 250, "#c2a266", o=0.22),
        glow(500, 250, 120, BRASS, o=0.45),
        shape("M110 350L500 140L890 350Z", IVORY),
        shape("M220 336L500 186L780 336Z", STONE),
        ring(500, 284, 34, NAVY, 8),
        box(110, 350, 780, 56, IVORY),
        box(110, 400, 780, 12, STONE),
        box(160, 412, 680, 400, "#0d1729"),
        shape("M420 812V580C420 500 580 500 580 580V812Z", BRASS, o=0.85),
        line("M500 520V812", NAVY, 8),
        many(column(170 + n * 182, 412, 812, 92) for n in range(4)),
        many(box(120 - n * 40, 812 + n * 48, 760 + n * 80, 48, (IVORY, "#ece4d2")[n % 2]) for n in range(4)),
        shape("M420 812H580L700 1000H300Z", BRASS, o=0.18),
    )


def books() -> str:
    """Shelves of leather volumes."""
    tints = (WINE, NAVY, "#5b6b50", OAK, STEEL, "#8c3a3f", "#2c4263")
    parts = []
    for row in range(3):
        x, foot = 40.0, 290 + row * 290
        for number in range(17):
            wide = 46 + (number * 37 + row * 53) % 38
            high = 190 + (number * 61 + row * 29) % 56
            tint = tints[(number * 3 + row) % 7]
            leans = number == 5 + row * 4
            parts.append(
                moved(
                    box(0, -high, wide, high, tint, r=5)
                    + box(0, -high + 28, wide, 8, BRASS)
                    + box(0, -high + 44, wide, 3, BRASS)
                    + box(0, -52, wide, 8, BRASS)
                    + box(
                        wide * 0.2, -high * 0.66, wide * 0.6, 44, IVORY if number % 3 else BRASS, r=3, o=0.9
                    )
                    + box(0, -high, wide * 0.16, high, "#000", o=0.16),
                    x,
                    foot,
                    turn=-5 if leans else 0,
                )
            )
            x += wide + (14 if leans else 3)
        parts += [box(0, foot, 1200, 26, OAK), box(0, foot + 26, 1200, 14, "#000", o=0.28)]
    return scene(
        PHOTO, ground(PHOTO, "#2b1d14", "#22160f"), many(parts), glow(260, 120, 220, "#ffdda3", o=0.22)
    )


def desk() -> str:
    """A deed, its seal and a fountain pen."""
    text = many(box(330, 250 + n * 44, 460 - (n * 67) % 150, 9, STEEL, r=4, o=0.7) for n in range(9))
    pen = (
        box(-16, -250, 32, 270, NAVY, r=14)
        + box(-16, -90, 32, 16, BRASS)
        + shape("M-14 20H14L4 92H-4Z", BRASS)
        + box(10, -240, 8, 120, BRASS, r=4)
    )
    return scene(
        PHOTO,
        ground(PHOTO, "#6b4830", "#543722"),
        many(
            line(
                f"M0 {120 + n * 150}C400 {90 + n * 150} 700 {160 + n * 150} 1200 {110 + n * 150}",
                "#3f2817",
                5,
                o=0.35,
            )
            for n in range(6)
        ),
        shadow(560, 500, 340, 330, "#1b0e05", o=0.45),
        box(250, 120, 620, 700, STONE, turn=-7),
        box(260, 110, 620, 700, IVORY, turn=-3),
        moved(box(330, 180, 300, 20, NAVY, r=4) + text, 0, 0, turn=-3),
        line("M330 730C370 690 390 760 430 720S500 700 560 730", NAVY, 7),
        disc(770, 690, 74, WINE),
        ring(770, 690, 52, "#a4434d", 6),
        line("M770 650V724M742 668H798M742 668L730 700M798 668L810 700", "#d88a8f", 6),
        shadow(980, 520, 60, 210, "#1b0e05", o=0.4),
        moved(pen, 960, 520, turn=24),
    )


def room() -> str:
    """The room where one talks: two chairs, a tall window."""

    def armchair(turned: int) -> str:
        parts = (
            box(-110, -240, 220, 260, WINE, r=60)
            + box(-120, -110, 240, 110, "#96313d", r=26)
            + box(-150, -150, 60, 170, WINE, r=28)
            + box(90, -150, 60, 170, "#641722", r=28)
            + many(disc(-50 + n * 50, -180, 7, "#4f0f18") for n in range(3))
            + line("M-110 16V60M110 16V60", OAK, 16)
        )
        return f'<g transform="scale({turned} 1)">{parts}</g>'

    return scene(
        PHOTO,
        ground(PHOTO, "#33476a", "#263858"),
        window(430, 80, 340, 500, IVORY, "#c9d8e6"),
        shape("M430 580V440H490V380H560V450H620V330H690V420H770V580Z", STEEL, o=0.6),
        shape("M370 60H460C450 260 430 460 360 600Z", WINE),
        shape("M830 60H740C750 260 770 460 840 600Z", WINE),
        box(340, 40, 520, 30, BRASS, r=15),
        box(0, 600, 1200, 300, OAK),
        many(line(f"M{n * 200 - 200} 900L{n * 130 + 160} 600", "#5b3c25", 4, o=0.6) for n in range(9)),
        shape("M440 600H760L900 900H300Z", "#f6e3bd", o=0.22),
        shadow(290, 800, 190, 20, "#1b0e05", o=0.5),
        shadow(910, 800, 190, 20, "#1b0e05", o=0.5),
        moved(armchair(1), 290, 740),
        moved(armchair(-1), 910, 740),
        shadow(600, 824, 110, 16, "#1b0e05", o=0.5),
        box(588, 690, 24, 130, BRASS),
        disc(600, 690, 110, IVORY, ry=20),
        box(556, 640, 52, 46, NAVY, r=10),
    )


def scales() -> str:
    """Scales before an arch."""

    def pan(x: float, y: float) -> str:
        return line(f"M{x} {y}L{x - 110} {y + 230}M{x} {y}L{x + 110} {y + 230}", BRASS, 5) + shape(
            f"M{x - 130} {y + 230}H{x + 130}C{x + 110} {y + 300} {x - 110} {y + 300} {x - 130} {y + 230}Z",
            BRASS,
        )

    return scene(
        PHOTO,
        ground(PHOTO, "#efe6d3", "#e0d3b8"),
        shape("M250 900V440C250 40 950 40 950 440V900Z", NAVY),
        shape("M310 900V450C310 110 890 110 890 450V900Z", "#1f3050"),
        glow(600, 420, 180, BRASS, o=0.3),
        box(588, 200, 24, 560, BRASS, r=8),
        disc(600, 190, 30, BRASS),
        line("M350 290C470 230 540 260 600 240C660 220 730 250 850 210", BRASS, 16),
        pan(350, 290),
        pan(850, 210),
        box(500, 750, 200, 30, BRASS, r=8),
        box(440, 780, 320, 40, WINE, r=8),
        box(0, 820, 1200, 80, OAK),
    )


def stairs() -> str:
    """A staircase that turns upwards."""
    steps = many(
        shape(f"M{140 + n * 92} {840 - n * 76}h{1100 - n * 92}v76H{140 + n * 92}Z", (IVORY, "#efe8d8")[n % 2])
        + box(140 + n * 92, 840 - n * 76, 1100, 8, STONE)
        + shape(f"M{320 + n * 92} {840 - n * 76}h380l-92 76h-380Z", WINE, o=0.92)
        for n in range(10)
    )
    return scene(
        PHOTO,
        ground(PHOTO, "#243757", NAVY),
        shape("M120 520V260C120 80 420 80 420 260V520Z", "#c9d8e6"),
        line("M270 126V520M120 300H420", IVORY, 10),
        glow(270, 300, 120, "#fff6df", o=0.5),
        steps,
        many(line(f"M{170 + n * 92} {800 - n * 76}V{620 - n * 76}", BRASS, 9) for n in range(9)),
        line("M150 640L1010 -70", BRASS, 22),
        disc(150, 640, 26, BRASS),
        box(136, 640, 28, 210, BRASS),
    )


PICTURES = {
    "portrait": portrait,
    "books": books,
    "desk": desk,
    "room": room,
    "scales": scales,
    "stairs": stairs,
}
