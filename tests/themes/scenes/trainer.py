"""A trainer's studio at night: near black, lime and violet light."""

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
)

NIGHT, DEEP, STEEL, FOG, LIME, VIOLET, TEAL, SKIN = (
    "#0b0d13",
    "#161a24",
    "#2c3342",
    "#8f9bb0",
    "#c8f24b",
    "#7a5cff",
    "#2fd3c0",
    "#e2a983",
)


def runner(tint: str, shorts: str, skin: str) -> str:
    """Return somebody who runs, around the hip."""
    return (
        line("M0 0L-90 110L-220 120", skin, 44)
        + line("M-220 120L-244 84", LIME, 34)
        + line("M40 -210L-60 -140L-130 -190", skin, 36)
        + line("M0 0L46 -190", tint, 96)
        + line("M0 0L130 40L120 190", skin, 48)
        + line("M116 196L176 200", LIME, 34)
        + line("M-6 6L70 26M-10 10L-46 60", shorts, 70)
        + line("M60 -200L130 -110L220 -150", skin, 36)
        + disc(86, -318, 56, skin)
        + shape("M30 -330C30 -400 130 -400 140 -340C110 -352 70 -350 30 -330Z", DEEP)
        + line("M32 -330L-26 -310", VIOLET, 14)
    )


def portrait() -> str:
    """Somebody who runs through rings of light."""
    return scene(
        SQUARE,
        ground(SQUARE, "#1a1630", NIGHT),
        glow(560, 420, 260, VIOLET, o=0.55),
        ring(520, 480, 400, VIOLET, 10, o=0.5),
        ring(520, 480, 330, LIME, 16, dash="1400 700"),
        ring(520, 480, 270, TEAL, 5, o=0.7, dash="40 26"),
        many(
            line(
                f"M{40 + (n * 97) % 160} {300 + n * 62}H{240 + (n * 61) % 140}",
                (LIME, VIOLET, TEAL)[n % 3],
                8,
                o=0.75,
            )
            for n in range(8)
        ),
        moved(runner(VIOLET, DEEP, SKIN), 520, 560, scale=1.2),
        box(0, 850, 1000, 150, NIGHT, o=0.7),
        box(180, 846, 640, 8, LIME, r=4),
    )


def weights() -> str:
    """Kettlebells in three sizes."""

    def bell(x: float, s: float, tint: str, mark: str) -> str:
        return moved(
            shadow(0, 150, 130, 16, "#000", o=0.6)
            + f'<path d="M-80 -40C-110 -190 110 -190 80 -40" fill="none" stroke="{tint}" stroke-width="44"/>'
            + disc(0, 40, 130, tint, ry=118)
            + disc(-44, -4, 44, "#fff", ry=30, o=0.12, turn=-30)
            + disc(0, 52, 56, mark)
            + box(-30, 44, 60, 16, NIGHT, r=6),
            x,
            640 - 150 * (s - 1),
            scale=s,
        )

    return scene(
        PHOTO,
        ground(PHOTO, "#1c2030", NIGHT),
        glow(300, 260, 200, VIOLET, o=0.5),
        glow(980, 300, 200, TEAL, o=0.4),
        box(0, 760, 1200, 140, "#07080c"),
        line("M0 760H1200", LIME, 6, o=0.9),
        bell(260, 0.9, STEEL, TEAL),
        bell(560, 1.15, VIOLET, LIME),
        bell(920, 1.4, "#3a4256", LIME),
    )


def track() -> str:
    """The lanes of a track from above."""
    return scene(
        PHOTO,
        box(0, 0, 1200, 900, "#2a1f57"),
        many(
            f'<path d="M-100 {200 + n * 130}H620C1000 {200 + n * 130} 1120 {420 + n * 160} 1120 {900 + n * 130}" fill="none" '
            f'stroke="{(LIME, "#fff", "#fff", TEAL, "#fff", "#fff")[n % 6]}" stroke-width="{12 if n % 3 == 0 else 6}" opacity=".85"/>'
            for n in range(6)
        ),
        many(
            f'<text x="120" y="{300 + n * 130}" font-family="sans-serif" font-weight="800" font-size="84" fill="#fff" opacity=".9" '
            f'transform="rotate(-6 120 {300 + n * 130})">{n + 1}</text>'
            for n in range(5)
        ),
        box(330, 190, 14, 720, "#fff", o=0.9),
        glow(900, 160, 200, VIOLET, o=0.7),
        shadow(560, 480, 60, 18, "#000", o=0.5),
        moved(runner(LIME, DEEP, SKIN), 560, 420, scale=0.55),
    )


def bars() -> str:
    """A barbell on the floor, plates in colour."""

    def plate(x: float, h: float, tint: str) -> str:
        return box(x, 560 - h / 2, 44, h, tint, r=14) + box(
            x + 30, 560 - h / 2 + 10, 8, h - 20, "#000", r=4, o=0.25
        )

    return scene(
        PHOTO,
        ground(PHOTO, "#232838", "#10131b"),
        many(line(f"M{n * 150 - 300} 0L{n * 150 + 100} 900", "#ffffff", 3, o=0.04) for n in range(12)),
        shape("M420 0H560L760 900H380Z", LIME, o=0.08),
        shadow(600, 790, 560, 26, "#000", o=0.6),
        box(0, 780, 1200, 120, "#07080c"),
        box(60, 548, 1080, 24, FOG, r=12),
        many(line(f"M{420 + n * 12} 550v20", STEEL, 3) for n in range(30)),
        many(
            plate(x, h, c)
            for x, h, c in (
                (150, 440, LIME),
                (200, 360, VIOLET),
                (250, 260, TEAL),
                (1006, 440, LIME),
                (956, 360, VIOLET),
                (906, 260, TEAL),
            )
        ),
        box(300, 530, 34, 60, FOG, r=8),
        box(866, 530, 34, 60, FOG, r=8),
    )


def pulse() -> str:
    """A watch with its rings."""
    return scene(
        PHOTO,
        ground(PHOTO, VIOLET, "#4a33c9"),
        disc(600, 450, 400, "#fff", o=0.07),
        shadow(600, 520, 240, 250, "#150b4a", o=0.5),
        box(470, -40, 260, 980, DEEP, r=60),
        many(box(570, 40 + n * 50, 60, 14, NIGHT, r=7) for n in range(3)),
        many(box(570, 760 + n * 50, 60, 14, NIGHT, r=7) for n in range(3)),
        box(370, 200, 460, 500, STEEL, r=130),
        box(390, 220, 420, 460, NIGHT, r=112),
        box(826, 380, 26, 90, FOG, r=10),
        moved(
            ring(0, 0, 150, STEEL, 30)
            + ring(0, 0, 150, LIME, 30, dash="700 400")
            + ring(0, 0, 110, STEEL, 26)
            + ring(0, 0, 110, TEAL, 26, dash="420 400")
            + ring(0, 0, 73, STEEL, 24)
            + ring(0, 0, 73, "#ff6b8b", 24, dash="300 400"),
            600,
            450,
            turn=-90,
        ),
        line(
            "M60 450H250L280 380L320 540L350 450H370M830 450H900L930 380L970 540L1000 450H1150",
            "#fff",
            9,
            o=0.7,
        ),
    )


def mat() -> str:
    """A plank on the mat, a lamp behind."""
    return scene(
        PHOTO,
        ground(PHOTO, "#12202a", NIGHT),
        glow(640, 330, 260, TEAL, o=0.5),
        ring(640, 360, 230, TEAL, 14, o=0.9),
        box(0, 720, 1200, 180, "#07080c"),
        shadow(620, 752, 440, 22, "#000", o=0.6),
        box(190, 724, 860, 30, VIOLET, r=15),
        line("M330 690L560 610L640 580", SKIN, 54),
        line("M330 690L560 606", DEEP, 66),
        line("M316 690L300 712", LIME, 40),
        line("M560 606L830 540", LIME, 104),
        line("M840 560L850 700L930 706", SKIN, 42),
        disc(930, 500, 60, SKIN),
        shape("M876 520C860 430 960 420 990 470C950 470 910 490 876 520Z", "#1b1210"),
        disc(872, 466, 30, "#1b1210"),
    )


PICTURES = {
    "portrait": portrait,
    "weights": weights,
    "track": track,
    "bars": bars,
    "pulse": pulse,
    "mat": mat,
}
