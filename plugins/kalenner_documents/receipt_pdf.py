"""A receipt as a PDF: a title, rows of a name and a value, and notes below.

The same text makes the same bytes. Letters that the font lacks are named by number, so that nothing is lost.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from markupsafe import escape

from kalenner.print_fonts import BOLD, REGULAR, register_fonts, spelled_out


@dataclass(frozen=True)
class ReceiptText:
    """What a receipt says."""

    title: str
    rows: Sequence[tuple[str, str]]
    notes: Sequence[str]
    language: str


def draw_receipt(receipt: ReceiptText) -> bytes:
    """Return the receipt as a PDF of as many A4 pages as it needs."""
    from reportlab.lib.pagesizes import A4  # import here: slow library
    from reportlab.lib.styles import ParagraphStyle  # import here: slow library
    from reportlab.lib.units import mm  # import here: slow library
    from reportlab.platypus import SimpleDocTemplate, Spacer, Table  # import here: slow library

    register_fonts()
    text = ParagraphStyle("text", fontName=REGULAR, fontSize=10, leading=14)
    name = ParagraphStyle("name", parent=text, textColor="#566070")
    title = ParagraphStyle("title", parent=text, fontName=BOLD, fontSize=16, leading=22)
    note = ParagraphStyle("note", parent=name, fontSize=8.5, leading=12)
    margin = 20 * mm
    file = BytesIO()
    pages = SimpleDocTemplate(
        file,
        pagesize=A4,
        leftMargin=margin,
        rightMargin=margin,
        topMargin=margin,
        bottomMargin=margin,
        title=receipt.title,
        author="KALENNER",
        creator="KALENNER",
        lang=receipt.language,
        invariant=1,
    )
    rows = [(_paragraph(label, name), _paragraph(value, text)) for label, value in receipt.rows]
    table = Table(rows, colWidths=[42 * mm, A4[0] - 2 * margin - 42 * mm], splitInRow=1)
    table.setStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LINEBELOW", (0, 0), (-1, -2), 0.25, "#c8ccd2")])
    gap = Spacer(0, 6 * mm)
    notes = (_paragraph(each, note) for each in receipt.notes)
    pages.build([_paragraph(receipt.title, title), gap, table, gap, *notes])
    return file.getvalue()


def _paragraph(value: str, style: Any) -> Any:
    from reportlab.platypus import Paragraph  # import here: slow library

    lines = (escape(line) for line in spelled_out(value).split("\n"))
    return Paragraph("<br/>".join(lines), style)
