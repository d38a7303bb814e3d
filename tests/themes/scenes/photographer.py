"""A photographer's pictures: rose, sand and dusk, in large shapes of light."""

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
    scene,
    shadow,
    shape,
)

WINE, ROSE, BLUSH, SAND, CREAM, DUSK, INK, OLIVE = (
    "#93304a",
    "#d98a96",
    "#f0c9c4",
    "#e8d5c3",
    "#fbf3ec",
    "#4b3a4f",
    "#171415",
    "#6f7558",
)


def peony(x: float, y: float, r: float, tint: str, heart: str) -> str:
    """Return a flower of many petals."""
    outer = many(moved(disc(0, -r * 0.55, r * 0.42, tint, ry=r * 0.5), 0, 0, turn=n * 45) for n in range(8))
    inner = many(
        moved(disc(0, -r * 0.3, r * 0.3, heart, ry=r * 0.36, o=0.75), 0, 0, turn=22 + n * 60)
        for n in range(6)
    )
    return moved(outer + inner + disc(0, 0, r * 0.22, WINE), x, y)


def portrait() -> str:
    """Somebody from behind with a wide hat, before the setting sun."""
    return scene(
        SQUARE,
        ground(SQUARE, "#f3d9cf", "#d99c97"),
        disc(500, 420, 330, "#fbeadc"),
        glow(500, 420, 200, "#fff7ee", o=0.7),
        shape("M0 700C200 640 350 690 520 660C720 620 860 670 1000 630V1000H0Z", "#b96b74"),
        shape("M0 800C260 730 420 800 640 760C800 730 900 760 1000 730V1000H0Z", "#8d4558"),
        shape(
            "M500 430C430 440 372 500 348 600C326 700 300 840 280 1000H720C700 840 674 700 652 600C628 500 570 440 500 430Z",
            INK,
        ),
        shape(
            "M500 430C430 440 372 500 348 600C326 700 300 840 280 1000H330C350 840 380 700 404 600C430 500 460 450 500 430Z",
            WINE,
        ),
        shape("M430 330C420 420 420 520 396 620C460 660 540 660 604 620C580 520 580 420 570 330Z", "#4a2b25"),
        line("M450 400C446 500 440 560 430 630M500 400V644M550 400C554 500 560 560 570 630", "#351d19", 5),
        shape("M384 330C384 190 430 150 500 150C570 150 616 190 616 330Z", "#f1dfc8"),
        shape("M384 290C420 310 580 310 616 290V336H384Z", WINE),
        disc(500, 340, 270, "#f1dfc8", ry=48),
        shape("M230 340C300 380 700 380 770 340C760 372 640 390 500 390C360 390 240 372 230 340Z", "#d5bea2"),
        branch(70, 1010, 6, 150, "#e7b9ad", "#c98f89", turn=10),
        branch(940, 1010, 5, 150, "#e7b9ad", "#c98f89", turn=-12),
    )


def dunes() -> str:
    """Two people on the dunes."""

    def person(x: float, y: float, tint: str, skirt: bool) -> str:
        legs = (
            shape(f"M{x - 24} {y}L{x - 34} {y - 120}H{x + 34}L{x + 24} {y}Z", tint)
            if skirt
            else line(f"M{x - 12} {y}V{y - 110}M{x + 14} {y}V{y - 110}", tint, 20)
        )
        return legs + box(x - 26, y - 190, 52, 100, tint, r=24) + disc(x, y - 220, 26, "#3a2a2c")

    return scene(
        PHOTO,
        ground(PHOTO, "#f7e2d3", "#eebfae"),
        disc(860, 300, 130, "#fff3e6"),
        glow(860, 300, 130, "#fffaf3", o=0.7),
        shape("M0 560C240 420 480 540 700 470C900 410 1040 470 1200 430V900H0Z", "#e2b09b"),
        shape("M0 700C320 520 560 690 820 600C980 550 1100 580 1200 560V900H0Z", "#cf9483"),
        shape("M0 700C320 520 560 690 820 600C620 700 500 820 520 900H0Z", "#b87a70"),
        shape("M520 900C560 760 860 700 1200 720V900Z", "#e0a893"),
        person(566, 640, CREAM, skirt=True),
        person(636, 646, DUSK, skirt=False),
        line("M586 520L616 526", CREAM, 12),
        shape("M566 640L420 720H520L640 650Z", "#7d4a4c", o=0.35),
    )


def bouquet() -> str:
    """Peonies in a glass."""
    return scene(
        PHOTO,
        ground(PHOTO, "#e9dcd4", "#d7c4ba"),
        shape("M420 0H900L700 900H160Z", CREAM, o=0.55),
        shape("M0 690H1200V900H0Z", "#c9afa3"),
        shadow(600, 770, 190, 20, "#4a2b25", o=0.35),
        many(
            leaf(x, y, size, turn, OLIVE, vein="#565b43")
            for x, y, size, turn in (
                (480, 520, 260, -70),
                (720, 520, 260, 68),
                (560, 420, 300, -24),
                (660, 420, 300, 26),
                (520, 560, 200, -110),
            )
        ),
        line("M560 420L596 740M640 420L604 740M600 360V740M500 470L590 740M700 470L610 740", "#565b43", 9),
        peony(600, 270, 130, BLUSH, ROSE),
        peony(460, 390, 115, ROSE, WINE),
        peony(744, 380, 120, CREAM, BLUSH),
        peony(600, 450, 105, "#c4697b", WINE),
        shape("M510 540H690L668 770H532Z", "#fff", o=0.45),
        shape("M516 610H684L668 770H532Z", "#cfdcdc", o=0.55),
        line("M510 540H690", "#fff", 8, o=0.8),
    )


def studio() -> str:
    """A camera on its tripod before a paper roll."""
    return scene(
        PHOTO,
        ground(PHOTO, "#d9cbc6", "#c3b2ad"),
        shape("M180 60H1020V560C1020 700 1100 760 1200 800V900H0V800C100 760 180 700 180 560Z", BLUSH),
        shape(
            "M180 560C180 700 100 760 0 800V900H1200V800C1100 760 1020 700 1020 560C900 640 300 640 180 560Z",
            "#e6b6b1",
        ),
        box(130, 30, 940, 40, INK, r=20),
        glow(860, 300, 200, "#fff6f0", o=0.6),
        shadow(470, 826, 260, 18, "#3a1f26", o=0.35),
        line("M470 470L320 820M470 470L620 820M470 470V830", INK, 18),
        box(400, 430, 140, 50, INK, r=10),
        box(300, 250, 340, 200, DUSK, r=26),
        box(300, 250, 340, 60, INK, r=26),
        box(390, 214, 120, 50, INK, r=12),
        disc(500, 356, 92, INK),
        disc(500, 356, 68, "#2d2330"),
        disc(500, 356, 40, WINE),
        disc(478, 334, 16, CREAM, o=0.8),
        disc(340, 290, 12, WINE),
        line("M900 300L880 820M880 620L800 826M880 620L970 826", INK, 14),
        shape("M760 130L1060 210L1010 400L800 380Z", CREAM),
        shape("M760 130L1060 210L1050 250L764 180Z", INK),
    )


def mountains() -> str:
    """A lake below the mountains at dusk."""
    peaks = "M0 470L170 300L280 400L470 190L640 400L760 310L900 430L1040 280L1200 440V560H0Z"
    return scene(
        PHOTO,
        ground(PHOTO, "#5d5577", "#f0b7a8"),
        disc(760, 330, 90, "#fbe3cf"),
        shape("M0 430L240 330L420 440L600 300L860 420L1200 300V560H0Z", "#a7839a"),
        shape(peaks, DUSK),
        shape("M470 190L540 276L490 262L452 290L414 252ZM1040 280L1094 330L1040 322L1000 326Z", CREAM, o=0.9),
        box(0, 560, 1200, 340, "#7d6484"),
        f'<g transform="matrix(1 0 0 -.55 0 866)" opacity=".55">{shape(peaks, "#3b2e42")}</g>',
        many(
            box(600 + (n * 71) % 260 - 40, 590 + n * 28, 190 - n * 12, 6, "#fbd9c4", r=3, o=0.55)
            for n in range(10)
        ),
        shadow(300, 770, 130, 10, INK, o=0.5),
        shape("M170 740H440C420 784 380 790 310 790C230 790 190 784 170 740Z", INK),
        box(286, 660, 40, 84, WINE, r=18),
        disc(306, 640, 22, "#e9c5ae"),
        line("M318 690L440 800", "#c9a27e", 8),
    )


def light() -> str:
    """Light through a window on a chair and a veil."""
    return scene(
        PHOTO,
        ground(PHOTO, "#8a5a62", "#6f424e"),
        many(
            shape(f"M{300 + c * 190} {90 + r * 220}l150 -30v180l-150 30Z", "#f6d9c6", o=0.85)
            for c in range(3)
            for r in range(2)
        ),
        glow(600, 260, 220, "#ffe9d6", o=0.35),
        box(0, 700, 1200, 200, "#4d2c38"),
        shape("M260 900L420 700H860L900 900Z", "#f6d9c6", o=0.22),
        shadow(770, 812, 190, 18, "#1e0e14", o=0.5),
        line("M670 800V540M880 800V540M700 812V560", "#d9b08a", 16),
        box(650, 520, 250, 36, "#d9b08a", r=16),
        line("M660 520C650 400 650 330 660 260M890 520C900 400 900 330 890 260", "#d9b08a", 16),
        line("M656 270C720 240 830 240 894 270M660 350H890M660 430H890", "#d9b08a", 12),
        shape("M640 520C600 600 560 700 470 830C600 850 700 800 760 540Z", CREAM, o=0.85),
        shape("M720 530C690 640 660 740 600 836C690 830 740 760 780 540Z", "#fff", o=0.5),
        peony(800, 500, 46, ROSE, WINE),
    )


PICTURES = {
    "portrait": portrait,
    "dunes": dunes,
    "bouquet": bouquet,
    "studio": studio,
    "mountains": mountains,
    "light": light,
}
