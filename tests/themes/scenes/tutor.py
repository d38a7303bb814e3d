"""A desk full of things to learn with: yellow, blue, coral and mint."""

from tests.themes.scenes.shapes import (
    PHOTO,
    SQUARE,
    box,
    disc,
    ground,
    line,
    many,
    moved,
    ring,
    scene,
    shadow,
    shape,
)

SUN, BLUE, INK, CORAL, MINT, SKY, WHITE, BOARD = (
    "#ffcf48",
    "#2b4fc7",
    "#22304f",
    "#ef6a6a",
    "#9fdcb8",
    "#cfe6ff",
    "#fffdf6",
    "#23483b",
)


def pencil(tint: str, long: float) -> str:
    """Return a pencil that points upwards from its place."""
    return (
        box(-20, -long, 40, long, tint)
        + box(-20, -long, 13, long, "#000", o=0.12)
        + box(-20, -14, 40, 24, "#c9ced8")
        + box(-20, 8, 40, 30, CORAL, r=10)
        + shape(f"M-20 {-long}H20L0 {-long - 62}Z", "#f3d9ae")
        + shape(f"M-7 {-long - 40}H7L0 {-long - 62}Z", INK)
    )


def portrait() -> str:
    """An owl with glasses on a pile of books."""
    book = ((250, 840, 520, 90, BLUE), (290, 760, 440, 80, CORAL), (230, 930, 560, 80, MINT))
    return scene(
        SQUARE,
        ground(SQUARE, SKY, "#b6d7ff"),
        disc(500, 430, 390, WHITE, o=0.75),
        many(
            line(d, INK, 8, o=0.25)
            for d in ("M120 210h60M150 180v60", "M850 250l44 44M894 250l-44 44", "M860 560a26 26 0 1 0 .1 0")
        ),
        many(
            box(x, y, w, h, c, r=14) + box(x + w - 90, y + 14, 90, h - 28, WHITE, r=6)
            for x, y, w, h, c in book
        ),
        shape("M290 430C280 250 720 250 710 430V560C710 700 620 770 500 770C380 770 290 700 290 560Z", INK),
        shape("M290 400L270 210L420 300ZM710 400L730 210L580 300Z", INK),
        shape(
            "M370 560C370 480 630 480 630 560V600C630 690 570 730 500 730C430 730 370 690 370 600Z", "#f1e3c4"
        ),
        many(line(f"M{420 + n * 54} {610 + (n % 2) * 30}q14 20 28 0", "#c9ad7a", 8) for n in range(4)),
        shape(
            "M290 470C250 560 260 660 330 720C320 640 320 560 330 500ZM710 470C750 560 740 660 670 720C680 640 680 560 670 500Z",
            "#31436b",
        ),
        many(
            disc(x, 420, 92, WHITE)
            + ring(x, 420, 92, SUN, 18)
            + disc(x + s, 430, 42, INK)
            + disc(x + s + 14, 414, 14, WHITE)
            for x, s in ((400, 12), (600, -12))
        ),
        line("M492 400H508", SUN, 18),
        shape("M470 470H530L500 530Z", SUN),
        many(shape(f"M{x} 752c0-22 60-22 60 0v20h-60Z", SUN) for x in (390, 550)),
        shape("M500 130L720 220L500 310L280 220Z", BLUE),
        shape("M380 262V310C440 350 560 350 620 310V262L500 310Z", "#203c9b"),
        line("M500 220L716 224V320", CORAL, 8),
        disc(716, 330, 18, CORAL),
    )


def board() -> str:
    """A blackboard with a triangle and its formula."""
    return scene(
        PHOTO,
        ground(PHOTO, "#fff3cf", "#ffe7a3"),
        shadow(600, 440, 520, 330, "#7a5b20", o=0.3),
        box(90, 90, 1020, 640, "#b98650", r=20),
        box(126, 126, 948, 568, BOARD, r=6),
        line("M250 560H610V250Z", WHITE, 9),
        line("M570 560V520H610", WHITE, 7),
        shape("M400 560A150 150 0 0 0 364 460L250 560Z", SUN, o=0.85),
        f'<text x="680" y="400" font-family="sans-serif" font-size="76" fill="{WHITE}">a² + b²</text>'
        f'<text x="752" y="520" font-family="sans-serif" font-size="76" fill="{SUN}">= c²</text>',
        line("M690 600H960", CORAL, 10, dash="2 22"),
        box(880, 700, 150, 30, WHITE, r=8),
        box(700, 706, 120, 22, CORAL, r=10),
        box(0, 790, 1200, 110, "#e2b35c"),
        box(150, 730, 260, 60, BLUE, r=8),
        box(180, 680, 220, 50, MINT, r=8),
        moved(
            disc(0, 0, 50, CORAL)
            + line("M0 -44C4 -70 20 -80 34 -84", "#7a4a20", 9)
            + disc(-16, -16, 12, WHITE, o=0.4),
            490,
            742,
        ),
    )


def notebook() -> str:
    """A squared notebook and pencils."""
    squares = many(line(f"M{260 + n * 46} 150V760", SKY, 3) for n in range(12)) + many(
        line(f"M220 {190 + n * 46}H800", SKY, 3) for n in range(13)
    )
    return scene(
        PHOTO,
        ground(PHOTO, CORAL, "#e2574f"),
        many(disc(80 + (n * 211) % 1100, 90 + (n * 337) % 760, 12, WHITE, o=0.25) for n in range(22)),
        shadow(530, 480, 330, 330, "#5d1512", o=0.4),
        moved(
            box(200, 120, 620, 660, WHITE, r=18)
            + squares
            + line("M300 130V770", CORAL, 5)
            + many(ring(196, 180 + n * 68, 20, INK, 9) for n in range(9))
            + line("M350 260C430 210 470 330 540 260S660 220 720 290", BLUE, 14)
            + line("M350 400H640M350 450H560", INK, 12, o=0.8)
            + ring(450, 610, 80, BLUE, 10)
            + line("M450 610L520 570", BLUE, 10)
            + line("M620 680V560l60 120Z", SUN, 14),
            0,
            0,
            turn=-4,
        ),
        shadow(960, 480, 60, 260, "#5d1512", o=0.3),
        moved(pencil(SUN, 430), 930, 700, turn=8),
        moved(pencil(BLUE, 350), 1040, 720, turn=14),
    )


def globe() -> str:
    """A globe, books and an apple."""
    return scene(
        PHOTO,
        ground(PHOTO, MINT, "#7fc9a0"),
        disc(420, 400, 380, WHITE, o=0.3),
        shadow(420, 760, 200, 20, INK, o=0.35),
        disc(420, 400, 230, BLUE),
        shape(
            "M250 300C300 210 400 190 430 250C460 300 380 330 390 390C400 440 320 470 290 420C270 390 230 350 250 300Z",
            SUN,
        ),
        shape("M470 420C540 380 620 420 610 490C590 560 510 600 480 550C460 510 430 450 470 420Z", SUN),
        shape("M500 220C540 210 590 250 600 290C560 310 510 280 500 220Z", SUN),
        disc(330, 300, 60, WHITE, ry=90, o=0.15, turn=30),
        line("M250 170C60 300 120 640 420 680C560 690 660 600 690 520", INK, 18),
        box(404, 680, 32, 60, INK),
        box(300, 730, 240, 36, INK, r=18),
        shadow(880, 790, 240, 18, INK, o=0.35),
        many(
            box(700 + n * 16, 690 - n * 74, 360 - n * 40, 72, c, r=10)
            + box(990 - n * 26, 702 - n * 74, 56, 48, WHITE, r=4)
            for n, c in enumerate((CORAL, BLUE, SUN))
        ),
        box(0, 764, 1200, 136, "#e2b35c"),
        moved(
            disc(-28, 0, 62, CORAL)
            + disc(28, 0, 62, CORAL)
            + line("M0 -50C0 -80 10 -96 24 -106", "#7a4a20", 10)
            + shape("M6 -76C40 -120 90 -110 96 -76C60 -56 26 -60 6 -76Z", BOARD),
            880,
            474,
        ),
    )


def words() -> str:
    """Letters of three alphabets in bubbles."""

    def bubble(x: float, y: float, w: float, h: float, tint: str, left: bool) -> str:
        tail = (
            f"M{x + 60} {y + h - 20}l-30 110l130 -110Z"
            if left
            else f"M{x + w - 60} {y + h - 20}l30 110l-130 -110Z"
        )
        return (
            shadow(x + w / 2, y + h + 20, w / 2, 20, INK, o=0.2)
            + box(x, y, w, h, tint, r=60)
            + shape(tail, tint)
        )

    return scene(
        PHOTO,
        ground(PHOTO, BLUE, "#203c9b"),
        many(disc(60 + (n * 173) % 1150, 60 + (n * 257) % 800, 7, WHITE, o=0.25) for n in range(34)),
        bubble(110, 110, 430, 300, SUN, left=True),
        line("M240 330L310 180L380 330M266 280H354", INK, 26),
        line("M430 200l30 30l30 -30", INK, 16),
        bubble(620, 230, 460, 320, WHITE, left=False),
        line(
            "M760 470V310C760 260 850 260 850 320C850 360 800 370 800 380C870 376 880 470 800 470", CORAL, 26
        ),
        line(
            "M930 330C930 290 1000 290 1000 330V470M1000 380C960 370 920 400 924 440C930 480 990 480 1000 440M940 250v2M990 250v2",
            CORAL,
            24,
        ),
        bubble(260, 520, 400, 260, MINT, left=True),
        line("M500 720V580H430C380 580 380 650 430 650H500M440 650L390 720", BOARD, 26),
    )


def tools() -> str:
    """Set square, ruler and compass."""
    ticks = many(line(f"M{30 + n * 28} 0v{34 if n % 5 == 0 else 20}", INK, 4) for n in range(25))
    return scene(
        PHOTO,
        ground(PHOTO, SUN, "#fbbf2a"),
        many(line(f"M0 {n * 60}H1200", WHITE, 3, o=0.4) for n in range(16)),
        many(line(f"M{n * 60} 0V900", WHITE, 3, o=0.4) for n in range(21)),
        shadow(430, 560, 290, 150, "#7a5b20", o=0.3),
        f'<path d="M140 720H780L140 150ZM260 610H510L260 390Z" fill="{BLUE}" fill-rule="evenodd" opacity=".92"/>',
        moved(box(0, 0, 740, 96, WHITE, r=8) + ticks, 300, 760, turn=-9),
        shadow(900, 560, 120, 220, "#7a5b20", o=0.3),
        line("M880 230L760 660M880 230L1000 660", INK, 26),
        line("M880 140V230", INK, 40),
        disc(880, 240, 40, CORAL),
        shape("M748 650H774L758 720Z", "#c9ced8"),
        moved(pencil(CORAL, 120), 1004, 640, turn=166, scale=0.8),
        ring(880, 560, 250, INK, 6, dash="4 20", o=0.6),
    )


PICTURES = {
    "portrait": portrait,
    "board": board,
    "notebook": notebook,
    "globe": globe,
    "words": words,
    "tools": tools,
}
