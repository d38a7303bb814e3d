"""An architect's work: white, grey, black and one red."""

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

BLACK, COAL, GREY, PALE, FOG, WHITE, RED = (
    "#0a0a0a",
    "#2b2b2b",
    "#8d8d8d",
    "#cfcfcf",
    "#ececec",
    "#ffffff",
    "#d9130f",
)


def portrait() -> str:
    """A tower seen from its foot."""
    floors = many(
        shape(
            f"M{500 - 300 + n * 20} {960 - n * 84}L500 {1000 - n * 92}V{940 - n * 92}L{200 + n * 20} {900 - n * 84}Z",
            WHITE,
        )
        + shape(
            f"M{800 - n * 20} {960 - n * 84}L500 {1000 - n * 92}V{940 - n * 92}L{800 - n * 20} {900 - n * 84}Z",
            PALE,
        )
        for n in range(11)
    )
    return scene(
        SQUARE,
        ground(SQUARE, "#bdbdbd", FOG),
        disc(740, 240, 120, WHITE),
        shape("M200 1000L420 20L500 0L580 20L800 1000Z", BLACK),
        shape("M500 0L580 20L800 1000H500Z", COAL),
        floors,
        shape("M0 1000V640L150 600V1000Z", GREY),
        shape("M850 1000V520L1000 480V1000Z", COAL),
    )


def house() -> str:
    """A house of two slabs by the water."""
    return scene(
        PHOTO,
        ground(PHOTO, FOG, WHITE),
        disc(960, 210, 76, RED),
        shape("M0 560L260 420L520 540L760 400L1200 560V620H0Z", PALE),
        box(0, 600, 1200, 300, "#dcdcdc"),
        box(180, 430, 700, 26, BLACK),
        box(200, 456, 430, 150, "#b9c1c4"),
        many(box(200 + n * 108, 456, 8, 150, BLACK) for n in range(5)),
        box(630, 456, 230, 150, WHITE),
        box(700, 500, 70, 106, COAL),
        box(330, 250, 700, 30, BLACK),
        box(360, 280, 250, 150, WHITE),
        box(610, 280, 390, 150, "#c9d0d2"),
        many(box(610 + n * 97, 280, 8, 150, BLACK) for n in range(5)),
        box(960, 430, 20, 176, COAL),
        box(140, 606, 900, 18, COAL),
        box(240, 680, 700, 120, "#b5b9bb"),
        many(box(300 + n * 60, 710 + n * 26, 340 - n * 40, 5, WHITE) for n in range(3)),
        line("M110 600V360M1090 600V330", COAL, 10),
        disc(110, 310, 70, GREY, ry=90),
        disc(1090, 280, 84, GREY, ry=104),
    )


def plan() -> str:
    """A plan, a pencil and a scale."""
    walls = ("M260 200H840V700H260Z", "M260 440H470M560 440H840M560 440V200M650 700V540M650 440V470")
    return scene(
        PHOTO,
        box(0, 0, 1200, 900, "#e2e2e2"),
        shadow(560, 480, 420, 360, "#000", o=0.25),
        box(150, 110, 800, 690, WHITE, turn=-2),
        moved(
            many(line(d, BLACK, 16) for d in walls)
            + line("M470 440A90 90 0 0 1 560 350", GREY, 4)
            + line("M650 470A70 70 0 0 1 720 540", GREY, 4)
            + line("M260 160H840M260 148v24M840 148v24M220 200V700M208 200h24M208 700h24", GREY, 4)
            + box(600, 240, 150, 110, FOG)
            + box(300, 500, 110, 160, FOG)
            + box(700, 560, 100, 100, RED)
            + many(line(f"M{300 + n * 22} 204V300", GREY, 3) for n in range(7)),
            0,
            0,
            turn=-2,
        ),
        shadow(1010, 520, 50, 240, "#000", o=0.3),
        moved(
            box(-18, -300, 36, 420, BLACK)
            + shape("M-18 120H18L0 180Z", "#e9d3b0")
            + shape("M-6 160H6L0 180Z", BLACK)
            + box(-18, -300, 36, 40, RED),
            1010,
            480,
            turn=12,
        ),
        moved(
            box(0, 0, 520, 64, COAL)
            + many(line(f"M{20 + n * 24} 0v{26 if n % 5 == 0 else 14}", WHITE, 3) for n in range(21)),
            560,
            800,
            turn=-6,
        ),
    )


def spiral() -> str:
    """A spiral staircase from above."""
    steps = many(
        moved(
            shape("M0 0L430 -44V44Z", (WHITE, FOG)[n % 2])
            + line("M0 0L430 -44", GREY, 3)
            + box(396, -40, 34, 80, PALE),
            600,
            450,
            turn=n * 15,
        )
        for n in range(24)
    )
    return scene(
        PHOTO,
        box(0, 0, 1200, 900, BLACK),
        disc(600, 450, 470, COAL),
        steps,
        ring(600, 450, 432, RED, 16),
        disc(600, 450, 150, BLACK),
        many(moved(shape("M0 0L132 -14V14Z", (GREY, PALE)[n % 2]), 600, 450, turn=n * 24) for n in range(15)),
        ring(600, 450, 134, RED, 9),
        disc(600, 450, 46, BLACK),
        disc(600, 450, 18, WHITE),
    )


def model() -> str:
    """A model of cardboard, one house of it red."""

    def block(x: float, y: float, w: float, h: float, tint: tuple[str, str, str]) -> str:
        roof, left, right = tint
        return (
            shape(f"M{x} {y}l{w} {-w / 2}l{w} {w / 2}l{-w} {w / 2}Z", roof)
            + shape(f"M{x} {y}l{w} {w / 2}v{h}l{-w} {-w / 2}Z", left)
            + shape(f"M{x + 2 * w} {y}l{-w} {w / 2}v{h}l{w} {-w / 2}Z", right)
        )

    white, red, dark = (WHITE, "#e4e4e4", PALE), ("#ff4a3f", RED, "#a50d0a"), (GREY, "#6d6d6d", COAL)
    return scene(
        PHOTO,
        ground(PHOTO, "#c4c4c4", "#dedede"),
        shadow(600, 640, 480, 190, "#000", o=0.3),
        block(90, 560, 510, 40, (FOG, PALE, GREY)),
        block(470, 360, 120, 120, white),
        block(700, 400, 90, 190, dark),
        block(280, 470, 110, 90, white),
        block(520, 440, 100, 210, red),
        block(800, 540, 90, 60, white),
        block(440, 630, 90, 50, dark),
        block(640, 640, 90, 80, white),
        many(
            disc(x, y, 22, GREY) + line(f"M{x} {y + 20}v26", COAL, 5)
            for x, y in ((250, 560), (360, 640), (890, 610), (780, 700))
        ),
    )


def facade() -> str:
    """A facade of windows, one with a red blind."""
    return scene(
        PHOTO,
        box(0, 0, 1200, 900, FOG),
        many(
            box(60 + c * 190, 50 + r * 210, 130, 160, COAL)
            + shape(f"M{60 + c * 190} {50 + r * 210}h130l-130 160Z", "#4a4a4a")
            + (
                box(
                    60 + c * 190,
                    50 + r * 210,
                    130,
                    (40, 90, 0, 60)[(c * 3 + r) % 4],
                    RED if (c, r) == (3, 1) else WHITE,
                )
            )
            + box(48 + c * 190, 210 + r * 210, 154, 14, WHITE)
            + shape(f"M{48 + c * 190} {224 + r * 210}h154l60 40h-154Z", "#000", o=0.1)
            for c in range(6)
            for r in range(4)
        ),
        box(630, 260, 130, 100, RED),
        shape("M0 0H420L0 640Z", WHITE, o=0.18),
    )


PICTURES = {
    "portrait": portrait,
    "house": house,
    "plan": plan,
    "spiral": spiral,
    "model": model,
    "facade": facade,
}
