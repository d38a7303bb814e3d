"""One spelling for what people type and what is searched: no case, no accents, no punctuation."""

import re
import unicodedata

_REPLACED = (
    *(("ß", "ss"), ("æ", "ae"), ("œ", "oe"), ("þ", "th")),
    *(("ø", "o"), ("ł", "l"), ("đ", "d"), ("ð", "d"), ("ı", "i")),
)
_DROPPED = re.compile("[\u0300-\u036f'’‘ʻʼ`]+")
_SPACES = re.compile(r"[\s\-‐–_.,・]+")


def fold(text: str) -> str:
    """Return the text as it is compared: "São-Paulo" and "sao paulo" become the same."""
    text = unicodedata.normalize("NFKD", text.casefold())
    if not text.isascii():
        for letter, plain in _REPLACED:
            text = text.replace(letter, plain)
    return _SPACES.sub(" ", _DROPPED.sub("", text)).strip()
