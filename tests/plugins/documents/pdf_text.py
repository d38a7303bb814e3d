"""What a PDF of ours says: its letters by the maps of its own fonts, one line for each that is drawn."""

import base64
import re
import zlib

_OBJECT = re.compile(rb"(\d+) 0 obj\n<<(.*?)\n>>\n(?:stream\r?\n(.*?)endstream\n)?endobj", re.DOTALL)
_FONT = re.compile(rb"/(F\d+\+\d+) (\d+) 0 R")
_DRAWN = re.compile(rb"/(F\d+\+\d+) [\d.]+ Tf|\(((?:\\.|[^\\)])*)\) Tj|T\*|ET", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{3}|.)", re.DOTALL)


def text_of(pdf: bytes) -> str:
    """Return the lines; raises KeyError for a letter that a font's map does not have."""
    objects = {int(number): (head, stream) for number, head, stream in _OBJECT.findall(pdf)}
    fonts = {}
    for name, number in _FONT.findall(pdf):
        to_unicode = re.search(rb"/ToUnicode (\d+) 0 R", objects[int(number)][0])
        assert to_unicode is not None
        fonts[name] = _map(_stream(*objects[int(to_unicode[1])]).decode())
    pages = [
        int(number) for head, _stream_ in objects.values() for number in re.findall(rb"/Contents (\d+)", head)
    ]
    return "\n".join(_lines(_stream(*objects[number]), fonts) for number in pages)


def _stream(head: bytes, stream: bytes) -> bytes:
    data = stream.strip(b"\r\n")
    return zlib.decompress(base64.a85decode(data.removesuffix(b"~>")) if b"ASCII85" in head else data)


def _map(cmap: str) -> dict[int, str]:
    found: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, text in re.findall(r"<(\w+)> <(\w+)>", block):
            found[int(code, 16)] = bytes.fromhex(text).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for first, _last, texts in re.findall(r"<(\w+)> <(\w+)> \[(.*?)]", block, re.DOTALL):
            for number, text in enumerate(re.findall(r"<(\w+)>", texts)):
                found[int(first, 16) + number] = bytes.fromhex(text).decode("utf-16-be")
        for first, last, text in re.findall(r"<(\w+)> <(\w+)> <(\w+)>", block):
            for number in range(int(last, 16) - int(first, 16) + 1):
                found[int(first, 16) + number] = chr(int(text, 16) + number)
    return found


def _lines(content: bytes, fonts: dict[bytes, dict[int, str]]) -> str:
    text, font = "", b""
    for match in _DRAWN.finditer(content):
        if match[1]:
            font = match[1]
        elif match[2] is not None:
            text += "".join(fonts[font][code] for code in _ESCAPE.sub(_unescaped, match[2]))
        else:
            text += "\n"
    return text


def _unescaped(match: re.Match[bytes]) -> bytes:
    value = match[1]
    if len(value) == 3:
        return bytes([int(value, 8)])
    return {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}.get(value, value)
