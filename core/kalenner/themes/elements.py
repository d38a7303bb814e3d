"""The allowed elements and attributes of pages."""

import re

_WORDS = """
a abbr address article aside b blockquote br cite dd details div dl dt em figcaption figure footer h1 h2
h3 h4 h5 h6 header hr i img li main nav ol p picture section small source span strong sub summary sup time
u ul
"""
_DRAWING = "svg g path circle rect line polyline polygon ellipse title defs use symbol"

SVG_ELEMENTS = frozenset(_DRAWING.split())
ELEMENTS = frozenset(_WORDS.split()) | SVG_ELEMENTS
"""No script, style, form, frame or anything that loads by itself."""

URL_ATTRIBUTES = frozenset(["href", "src", "srcset"])
"""Attributes that link or load: only the addresses that the page was given, or an anchor."""

_EVERYWHERE = "class id lang dir title hidden tabindex role translate"
_HTML = """
href hreflang rel target type src srcset sizes width height alt loading decoding fetchpriority media open
name datetime start reversed value
"""
_SVG = """
viewBox preserveAspectRatio fill fill-opacity fill-rule stroke stroke-width stroke-linecap stroke-linejoin
stroke-dasharray stroke-dashoffset stroke-opacity stroke-miterlimit clip-rule vector-effect opacity
transform d cx cy r rx ry x y x1 y1 x2 y2 points pathLength focusable version
"""
ATTRIBUTES = frozenset((_EVERYWHERE + _HTML + _SVG).split())
_PREFIXED = re.compile(r"(?:aria|data)-[a-z][a-z0-9-]*")
_LOWER = frozenset(name.lower() for name in ATTRIBUTES)


def may_have(attribute: str) -> bool:
    """Tell whether an element may have an attribute of this name, in whichever case HTML reads it."""
    return attribute.lower() in _LOWER or _PREFIXED.fullmatch(attribute.lower()) is not None


def loads(attribute: str, value: str) -> bool:
    """Tell whether an attribute of a drawing would load something: its colours may be addresses."""
    return attribute in {"fill", "stroke"} and "(" in value
