"""Pictures and fonts of themes: each is what its name says, and none carries a script or loads anything."""

from xml.parsers import expat

_BEGINNINGS = {
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".jpg": (b"\xff\xd8\xff",),
    ".webp": (b"RIFF",),
    ".avif": (b"\x00\x00\x00",),
    ".woff2": (b"wOF2",),
}
_DRAWING = """
svg g path circle rect line polyline polygon ellipse title desc defs use symbol text tspan linearGradient
radialGradient stop clipPath mask pattern marker filter feBlend feColorMatrix feComponentTransfer
feComposite feConvolveMatrix feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode
feMorphology feOffset feTile feTurbulence feDiffuseLighting feSpecularLighting feDistantLight fePointLight
feSpotLight
"""
_SVG_ELEMENTS = frozenset(_DRAWING.split())
_SPACE = "\x1f"


def asset_fault(suffix: str, data: bytes) -> str:
    """Return what is wrong with a file that a style sheet loads, empty where nothing is."""
    if suffix == ".svg":
        return _Drawing(data).fault
    if not data.startswith(_BEGINNINGS.get(suffix, ())):
        return f"is no {suffix[1:]} file"
    return ""


class _Drawing:
    """Reads an SVG file up to the first thing that it may not hold."""

    def __init__(self, data: bytes) -> None:
        self.fault = ""
        parser = expat.ParserCreate("UTF-8", namespace_separator=_SPACE)
        parser.StartElementHandler = self._start
        parser.StartDoctypeDeclHandler = lambda *_: self._refuse("a document type is not allowed in it")
        parser.ProcessingInstructionHandler = lambda target, _data: self._refuse(
            f"<?{target}?> is not allowed"
        )
        try:
            parser.Parse(data, True)
        except expat.ExpatError as error:
            message = expat.errors.messages[error.code]
            self.fault = self.fault or f"is no well-formed SVG: {message}, line {error.lineno}"

    def _refuse(self, fault: str) -> None:
        self.fault = self.fault or fault

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        element = name.rpartition(_SPACE)[2]
        if element not in _SVG_ELEMENTS:
            self._refuse(f"<{element}> is not allowed in a picture")
        for name_, value in attributes.items():
            local = name_.rpartition(_SPACE)[2].lower()
            loads = "(" in value and "url(#" not in value and "url" in value.lower()
            if local.startswith("on") or local == "style" or loads or (local == "href" and value[:1] != "#"):
                self._refuse(f"the attribute {local} is not allowed in a picture, or loads something")
