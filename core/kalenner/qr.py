"""QR codes, as their modules and as SVG."""

from io import BytesIO

from markupsafe import Markup

QUIET = 4  # modules of white around it, ISO/IEC 18004
_PIXELS = 10  # a module, in a picture


def qr_matrix(link: str) -> list[list[bool]]:
    """Return the modules of a QR code row by row, True for dark ones, without the white around it."""
    from qrcode import QRCode  # import here: slow library
    from qrcode.constants import ERROR_CORRECT_M  # import here: slow library

    code = QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(link)
    code.make(fit=True)
    matrix: list[list[bool]] = code.get_matrix()
    return matrix


def qr_svg(link: str, *, label: str = "") -> Markup:
    """Return an ``<svg>`` of the link as a QR code, dark on white whatever is around it.

    `label` is what a screen reader says; without one the drawing is hidden from it.
    """
    matrix = qr_matrix(link)
    side = len(matrix) + 2 * QUIET
    accessibility = (
        Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
    )
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" {spoken}>'
        '<g shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{side}v{side}H0z"/>'
        '<path d="{drawn}"/></g></svg>'
    ).format(side=side, spoken=accessibility, drawn="".join(_rows(matrix)))


def qr_png(text: str) -> bytes:
    """Return a PNG of a text as a QR code, which may be read from a screen."""
    from PIL import Image  # import here: slow library

    matrix = qr_matrix(text)
    side = len(matrix) + 2 * QUIET
    picture = Image.new("1", (side, side), 1)
    for y, row in enumerate(matrix, QUIET):
        for x, is_dark in enumerate(row, QUIET):
            if is_dark:
                picture.putpixel((x, y), 0)
    file = BytesIO()
    picture.resize((side * _PIXELS, side * _PIXELS)).save(file, "PNG", optimize=True)
    return file.getvalue()


def _rows(matrix: list[list[bool]]) -> list[str]:
    """Return a rectangle for each run of dark modules: a quarter of what one for each module takes."""
    rectangles = []
    for y, row in enumerate(matrix, QUIET):
        start = None
        for x, is_dark in enumerate([*row, False], QUIET):
            if is_dark and start is None:
                start = x
            elif not is_dark and start is not None:
                rectangles.append(f"M{start} {y}h{x - start}v1H{start}z")
                start = None
    return rectangles
