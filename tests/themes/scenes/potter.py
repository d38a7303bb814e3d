"""A pottery: clay, oat, slate blue and ochre."""

from tests.themes.scenes.shapes import (
    PHOTO,
    SQUARE,
    box,
    branch,
    disc,
    glow,
    ground,
    leaf,
    line,
    many,
    moved,
    rays,
    ring,
    scene,
    shadow,
    shape,
)

CLAY, RUST, OAT, CREAM, SLATE, OCHRE, UMBER, MOSS = (
    "#b4552d",
    "#8a3c1f",
    "#ead9bd",
    "#faf2e2",
    "#43596b",
    "#d79a3b",
    "#3a2a20",
    "#6d7148",
)


def vase(tint: str, glaze: str) -> str:
    """Return a vase that stands on its place, 300 high."""
    return (
        shape(
            "M-40 -300H40C36 -240 100 -200 100 -110C100 -40 60 0 0 0C-60 0 -100 -40 -100 -110C-100 -200 -36 -240 -40 -300Z",
            tint,
        )
        + shape(
            "M-98 -130C-60 -110 -40 -150 0 -130C40 -110 60 -150 98 -130C90 -200 36 -240 40 -300H-40C-36 -240 -90 -200 -98 -130Z",
            glaze,
        )
        + shape(
            "M40 -300C36 -240 100 -200 100 -110C100 -40 60 0 0 0C50 -20 66 -60 66 -110C66 -200 20 -230 20 -300Z",
            "#000",
            o=0.14,
        )
        + disc(0, -300, 40, UMBER, ry=9)
    )


def bowl(tint: str, glaze: str, w: float = 120) -> str:
    """Return a bowl on its place, twice `w` wide."""
    return (
        shape(
            f"M{-w} {-w * 0.7}H{w}C{w} {-w * 0.2} {w * 0.5} 0 0 0C{-w * 0.5} 0 {-w} {-w * 0.2} {-w} {-w * 0.7}Z",
            tint,
        )
        + shape(
            f"M{-w} {-w * 0.7}H{w}C{w} {-w * 0.5} {w * 0.9} {-w * 0.4} {w * 0.8} {-w * 0.42}S0 {-w * 0.2} {-w * 0.8} "
            f"{-w * 0.42}C{-w * 0.9} {-w * 0.4} {-w} {-w * 0.5} {-w} {-w * 0.7}Z",
            glaze,
        )
        + disc(0, -w * 0.7, w, glaze, ry=w * 0.13)
        + disc(0, -w * 0.7, w * 0.88, UMBER, ry=w * 0.09, o=0.55)
    )


def mug(tint: str, glaze: str) -> str:
    """Return a mug on its place, 130 high."""
    return (
        ring(66, -66, 34, tint, 17)
        + box(-62, -130, 124, 130, tint, r=16)
        + box(-62, -130, 124, 56, glaze, r=14)
        + shape("M-62 -84q30 26 62 0t62 6v-20h-124Z", glaze)
        + box(34, -120, 28, 112, "#000", r=12, o=0.12)
    )


def portrait() -> str:
    """A jug with a branch, cut as into lino."""
    return scene(
        SQUARE,
        box(0, 0, 1000, 1000, CLAY),
        disc(500, 470, 330, OCHRE),
        rays(500, 470, 360, 640, 40, "#8a3c1f", 12),
        branch(430, 420, 5, 150, UMBER, UMBER, turn=-16),
        branch(560, 420, 4, 150, RUST, RUST, turn=16),
        shape("M0 830H1000V1000H0Z", UMBER),
        many(line(f"M{n * 120 - 40} {870 + (n % 3) * 40}h70", CLAY, 7) for n in range(10)),
        moved(
            line("M70 -330C190 -340 190 -150 84 -140", CREAM, 34)
            + shape(
                "M-70 -400C-60 -380 40 -390 70 -420C60 -330 120 -280 120 -160C120 -50 70 0 0 0C-70 0 -120 -50 -120 -160C-120 -280 -60 -320 -70 -400Z",
                CREAM,
            )
            + shape(
                "M-119 -180C-70 -150 -50 -200 0 -180S80 -150 119 -180C124 -50 70 0 0 0S-124 -50 -119 -180Z",
                SLATE,
            )
            + many(line(f"M{-80 + n * 40} -110q10 -26 20 0t20 0", CREAM, 8) for n in range(4))
            + line("M-60 -60H60M-84 -240H70", CLAY, 8, dash="2 18"),
            500,
            890,
            scale=1.15,
        ),
    )


def shelf() -> str:
    """Pots on shelves."""
    rows = (
        (
            (170, "v", SLATE, CREAM, 0.75),
            (370, "b", CREAM, OCHRE, 0.9),
            (590, "v", CLAY, OAT, 0.8),
            (800, "m", OAT, SLATE, 1),
            (1010, "v", OCHRE, UMBER, 0.7),
        ),
        (
            (190, "m", CREAM, CLAY, 1.1),
            (350, "m", SLATE, CREAM, 1.1),
            (590, "b", CLAY, CREAM, 1.2),
            (850, "v", CREAM, MOSS, 0.8),
            (1030, "m", OCHRE, CREAM, 1.1),
        ),
    )
    kinds = {"v": vase, "m": mug}
    pots = many(
        shadow(x, 400 + r * 340, 90, 10, UMBER, o=0.35)
        + moved(bowl(a, b) if k == "b" else kinds[k](a, b), x, 402 + r * 340, scale=s)
        for r, row in enumerate(rows)
        for x, k, a, b, s in row
    )
    return scene(
        PHOTO,
        ground(PHOTO, "#f1e4cd", "#e2cfae"),
        shape("M700 0H1200V520Z", CREAM, o=0.5),
        pots,
        many(
            box(40, 400 + r * 340, 1120, 34, "#9a6b43", r=6) + box(40, 434 + r * 340, 1120, 12, UMBER, o=0.25)
            for r in range(2)
        ),
    )


def wheel() -> str:
    """A bowl grows on the wheel."""
    return scene(
        PHOTO,
        ground(PHOTO, SLATE, "#33475a"),
        glow(600, 300, 240, OAT, o=0.28),
        shadow(600, 800, 380, 26, "#000", o=0.4),
        box(560, 620, 80, 190, UMBER),
        box(420, 790, 360, 36, UMBER, r=18),
        disc(600, 620, 360, "#8d6a4b", ry=66),
        disc(600, 600, 360, "#b98f66", ry=62),
        many(
            f'<ellipse cx="600" cy="600" rx="{r}" ry="{r * 0.17}" fill="none" stroke="#8d6a4b" stroke-width="4"/>'
            for r in (230, 290, 335)
        ),
        shape("M390 330H810C800 480 740 590 600 600C460 590 400 480 390 330Z", CLAY),
        shape("M700 330H810C800 480 740 590 600 600C690 560 710 440 700 330Z", RUST, o=0.6),
        many(
            line(
                f"M{404 + n * 14} {390 + n * 48}C{500} {410 + n * 50} {700} {410 + n * 50} {796 - n * 14} {390 + n * 48}",
                RUST,
                6,
                o=0.7,
            )
            for n in range(4)
        ),
        disc(600, 330, 210, "#c96a3d", ry=40),
        disc(600, 332, 180, RUST, ry=30),
        shape("M180 900C190 700 260 560 372 470C400 450 430 480 408 510C350 600 330 720 340 900Z", "#e0b08c"),
        shape(
            "M1020 900C1010 700 940 560 828 470C800 450 770 480 792 510C850 600 870 720 860 900Z", "#e0b08c"
        ),
        shape(
            "M150 900C160 800 190 730 220 690L350 760C340 800 338 850 340 900ZM1050 900C1040 800 1010 730 980 690L850 760C860 800 862 850 860 900Z",
            CREAM,
        ),
    )


def kiln() -> str:
    """The kiln at work."""
    bricks = many(
        box(
            x * 120 - (60 if y % 2 else 0),
            y * 62,
            114,
            56,
            (RUST, "#7d3519", "#963f1f")[(x * 2 + y) % 3],
            r=4,
        )
        for x in range(11)
        for y in range(15)
    )
    return scene(
        PHOTO,
        box(0, 0, 1200, 900, UMBER),
        bricks,
        shape("M330 900V470C330 130 870 130 870 470V900Z", UMBER),
        shape("M380 900V480C380 190 820 190 820 480V900Z", "#f0a23a"),
        glow(600, 640, 200, "#fff0c0", o=0.9),
        shape(
            "M420 880C400 740 500 700 480 560C560 620 560 700 600 640C640 700 640 620 700 540C700 680 800 740 780 880Z",
            "#e8622a",
        ),
        shape("M500 880C490 800 560 760 560 680C610 730 640 760 690 720C680 800 720 820 700 880Z", "#ffd76a"),
        moved(vase(UMBER, "#5b2412"), 520, 800, scale=0.62),
        moved(bowl(UMBER, "#5b2412", 80), 680, 800),
        box(360, 800, 480, 26, UMBER),
        box(0, 850, 1200, 50, "#241811"),
    )


def table() -> str:
    """A laid table from above."""

    def plate(x: float, y: float, r: float, tint: str, glaze: str) -> str:
        return (
            shadow(x, y + 16, r, r * 0.98, UMBER, o=0.35)
            + disc(x, y, r, tint)
            + disc(x, y, r * 0.72, glaze)
            + ring(x, y, r * 0.86, glaze, 5, dash="1 17")
        )

    return scene(
        PHOTO,
        box(0, 0, 1200, 900, "#b98a5c"),
        many(box(0, n * 180, 1200, 4, "#946a42") for n in range(6)),
        box(90, 0, 1020, 900, OAT),
        many(line(f"M{n * 44 + 110} 0V900", CREAM, 5, o=0.7) for n in range(23)),
        plate(400, 330, 230, SLATE, "#576f83"),
        plate(400, 330, 150, CREAM, OAT),
        plate(830, 250, 160, CLAY, "#c96a3d"),
        disc(830, 250, 96, MOSS),
        many(moved(leaf(0, 0, 90, turn, "#8b9060"), 830, 250) for turn in range(0, 360, 60)),
        plate(860, 640, 190, OCHRE, "#e3ae56"),
        disc(860, 640, 120, "#e8622a"),
        many(disc(860 + dx, 640 + dy, 14, CREAM) for dx, dy in ((-40, -20), (30, 30), (10, -50), (-20, 50))),
        plate(360, 720, 110, CREAM, UMBER),
        disc(360, 720, 70, "#5a3520"),
        line("M620 470V800M600 470v70q0 30 20 30t20 -30v-70", "#8d7a66", 14),
        branch(590, 220, 3, 90, MOSS, UMBER, turn=24),
    )


def tools() -> str:
    """Brushes, sponges and glazes."""

    def pot(x: float, tint: str, glaze: str) -> str:
        return (
            shadow(x, 700, 100, 14, UMBER, o=0.35)
            + box(x - 90, 480, 180, 220, tint, r=20)
            + disc(x, 480, 90, tint, ry=24)
            + disc(x, 482, 74, glaze, ry=17)
            + box(x - 60, 560, 120, 70, CREAM, r=6)
            + line(f"M{x - 36} 595q12 -20 24 0t24 0t24 0", glaze, 8)
        )

    brushes = many(
        moved(
            box(-10, -330, 20, 250, tint, r=8)
            + box(-13, -90, 26, 40, "#c9ced8")
            + shape("M-16 -50C-30 10 -10 40 0 60C10 40 30 10 16 -50Z", UMBER),
            0,
            0,
            turn=180 + turn,
        )
        for tint, turn in ((OCHRE, -22), (CLAY, -6), (MOSS, 10), (CREAM, 24))
    )
    return scene(
        PHOTO,
        ground(PHOTO, OCHRE, "#c8862b"),
        disc(900, 260, 330, "#fff", o=0.12),
        box(0, 690, 1200, 210, "#8d5a34"),
        moved(brushes, 930, 330, scale=0.72),
        shadow(930, 700, 110, 14, UMBER, o=0.4),
        moved(vase(SLATE, CREAM), 930, 700, scale=0.95),
        pot(210, CREAM, SLATE),
        pot(430, CLAY, OAT),
        pot(650, OAT, RUST),
        box(120, 740, 200, 60, "#f0c46a", r=24),
        line("M420 790H760", UMBER, 14),
        disc(780, 790, 26, "#c9ced8", ry=12),
    )


PICTURES = {
    "portrait": portrait,
    "shelf": shelf,
    "wheel": wheel,
    "kiln": kiln,
    "table": table,
    "tools": tools,
}
