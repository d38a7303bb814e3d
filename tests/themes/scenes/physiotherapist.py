"""A quiet practice: sand, clay and sage."""

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
    ring,
    scene,
    shadow,
    shape,
    window,
)

PINE, SAGE, MIST, CLAY, SAND, CREAM = "#3d5e50", "#7f9c86", "#c8d4c4", "#c98b6b", "#e6d6c0", "#fbf6ec"


def portrait() -> str:
    """Somebody from behind, upright: the spine as a row of stones below a low sun."""
    back = "M500 420C420 430 330 470 296 560C262 660 268 830 250 1000H750C732 830 738 660 704 560C670 470 580 430 500 420Z"
    spine = many(disc(500, 520 + n * 56, 15 - n * 0.4, CREAM, ry=11, o=0.9) for n in range(8))
    return scene(
        SQUARE,
        ground(SQUARE, "#f3e4d0", "#dcc4a6"),
        disc(500, 360, 290, "#e9b58f"),
        glow(500, 340, 150, "#fff1dd", o=0.8),
        branch(120, 1000, 6, 190, SAGE, PINE, turn=4),
        branch(890, 1010, 5, 170, SAGE, PINE, turn=-6),
        shape(back, PINE),
        shape(
            "M296 560C262 660 268 830 250 1000H380C350 830 350 650 400 500C350 515 314 532 296 560Z",
            "#2f4a3f",
            o=0.5,
        ),
        box(455, 330, 90, 130, "#d9a583", r=40),
        disc(500, 262, 88, "#d9a583", ry=104),
        shape("M400 290C380 130 620 130 600 290C590 330 560 348 500 350C440 348 410 330 400 290Z", "#4b3328"),
        disc(500, 138, 52, "#4b3328"),
        spine,
        line("M330 640C380 700 400 780 396 900M670 640C620 700 600 780 604 900", "#2f4a3f", 7, o=0.6),
    )


def room() -> str:
    """The room with its couch, a window and a plant."""
    return scene(
        PHOTO,
        ground(PHOTO, "#f1e7d8", "#e4d3bc"),
        window(110, 110, 360, 400, CREAM, "#d7e4dd"),
        shape("M110 510V420C190 370 230 440 300 400C380 360 420 410 470 390V510Z", SAGE, o=0.7),
        shape("M0 640H1200V900H0Z", "#c7a684"),
        shape("M120 900L330 640H640L520 900Z", "#e0c6a4", o=0.7),
        shadow(730, 800, 330, 22, "#5b4330"),
        many(box(x, 660, 20, 140, "#8c6a4d", r=6) for x in (500, 960)),
        box(440, 590, 600, 80, PINE, r=26),
        box(430, 556, 620, 52, CREAM, r=24),
        box(460, 520, 130, 50, SAND, r=24),
        box(780, 548, 200, 30, CLAY, r=12),
        line("M820 0V170", "#8c6a4d", 5),
        shape("M740 250C740 150 900 150 900 250Z", CLAY),
        glow(820, 300, 80, "#fff3da", o=0.7),
        box(1080, 690, 90, 110, CLAY, r=16),
        many(leaf(1125, 700, 220, turn, SAGE, vein=PINE) for turn in (-58, -28, 0, 30, 60)),
    )


def stones() -> str:
    """Stones in balance."""
    pile = (
        (560, 700, 230, 74, "#5d6a63"),
        (585, 580, 175, 60, "#a69a86"),
        (550, 480, 132, 50, PINE),
        (572, 398, 92, 40, "#d3c3aa"),
        (560, 334, 54, 28, CLAY),
    )
    return scene(
        PHOTO,
        ground(PHOTO, "#e9efe7", "#c6d6cc"),
        disc(850, 280, 150, "#f7e3cb"),
        shape("M0 640C300 600 700 680 1200 620V900H0Z", "#a9c0b3"),
        many(line(f"M{90 + n * 40} {760 + n * 34}H{1110 - n * 60}", CREAM, 5, o=0.5) for n in range(4)),
        shadow(570, 770, 300, 26, "#24382f", o=0.35),
        many(
            disc(x, y, w, c, ry=h) + disc(x - w * 0.2, y - h * 0.4, w * 0.6, "#fff", ry=h * 0.3, o=0.18)
            for x, y, w, h, c in pile
        ),
        branch(1010, 930, 5, 150, SAGE, PINE, turn=-14),
    )


def ball() -> str:
    """A ball, a mat and bands for exercises."""
    return scene(
        PHOTO,
        ground(PHOTO, "#ecdcc7", "#e4d0b6"),
        shape("M0 620H1200V900H0Z", "#d3b593"),
        disc(880, 300, 210, "#f3d3b6"),
        shadow(420, 800, 260, 26, "#5b4330", o=0.35),
        disc(420, 560, 240, SAGE),
        shape(
            "M180 560C260 640 580 640 660 560C660 600 640 650 620 690C540 730 300 730 222 690C200 650 182 610 180 560Z",
            PINE,
            o=0.25,
        ),
        disc(340, 450, 70, "#fff", ry=40, o=0.3, turn=-35),
        shadow(880, 820, 260, 18, "#5b4330", o=0.35),
        box(640, 730, 480, 84, CLAY, r=42),
        disc(1078, 772, 42, "#a86c4e"),
        ring(1078, 772, 24, SAND, 6),
        ring(1078, 772, 9, SAND, 6),
        line("M720 700C700 560 800 520 860 600C900 660 980 640 980 560", PINE, 18),
    )


def vase() -> str:
    """A branch in a vase before a wall on which the light falls."""
    return scene(
        PHOTO,
        ground(PHOTO, "#e3cdb2", "#d8bd9d"),
        shape("M560 0H1060L760 900H180Z", "#f3e2ca", o=0.75),
        line("M740 0L400 900M920 0L600 900", "#d8bd9d", 16, o=0.7),
        shape("M0 720H1200V900H0Z", "#b98a66"),
        shadow(520, 770, 200, 22, "#3a2618", o=0.4),
        branch(520, 470, 5, 170, PINE, "#2f4a3f", turn=16),
        branch(510, 480, 4, 150, SAGE, PINE, turn=-20),
        shape(
            "M440 460H600C590 520 660 560 660 650C660 740 600 772 520 772C440 772 380 740 380 650C380 560 450 520 440 460Z",
            CREAM,
        ),
        shape(
            "M560 470C556 530 620 560 620 660C620 740 570 770 520 772C600 772 660 740 660 650C660 560 590 520 600 460Z",
            "#d9c6ab",
            o=0.8,
        ),
        shadow(860, 772, 120, 14, "#3a2618", o=0.4),
        shape("M770 690H950C950 740 920 772 860 772C800 772 770 740 770 690Z", CLAY),
    )


def stretch() -> str:
    """Somebody who stretches in the morning."""
    body = "M470 800C430 690 520 640 600 560C660 500 700 430 720 350"
    return scene(
        PHOTO,
        ground(PHOTO, "#f6e2cb", "#eec9a5"),
        disc(760, 420, 260, "#f2a77d", o=0.75),
        shape("M0 700C260 610 480 690 700 650C900 610 1050 640 1200 600V900H0Z", SAGE),
        shape("M0 800C300 730 700 790 1200 740V900H0Z", PINE),
        line("M720 360C780 300 820 220 900 170", "#c98b6b", 44),
        line(body, CREAM, 92),
        line("M480 790C600 800 700 800 830 806", "#2b4238", 74),
        line("M470 780C560 700 640 740 700 806", "#2b4238", 70),
        disc(700, 260, 58, "#c98b6b", ry=66, turn=24),
        shape("M646 250C650 180 750 170 770 240C740 220 700 230 690 262C670 280 650 280 646 250Z", "#4b3328"),
        disc(668, 196, 30, "#4b3328"),
        moved(many(leaf(0, 0, 120, turn, MIST) for turn in (-50, 0, 50)), 150, 760),
    )


PICTURES = {
    "portrait": portrait,
    "room": room,
    "stones": stones,
    "ball": ball,
    "vase": vase,
    "stretch": stretch,
}
