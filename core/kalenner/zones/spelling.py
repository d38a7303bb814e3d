"""Names that are spelled nearly like a text, found without comparing it with all of them."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from difflib import get_close_matches
from functools import reduce
from heapq import nsmallest
from operator import add, or_

MOST_COMPARED = 64
"""So many names of an index are compared letter by letter; the others are judged by their signatures."""
_LETTER_BITS, _PAIR_BITS = 24, 40
_CLOSE = 0.75


class SpellingIndex:
    """Folded names in one string, each with a signature: which letters and which pairs of letters it has.

    Names that differ in one letter differ in a few bits, which are counted in a tenth of a microsecond.
    """

    def __init__(self, names: Iterable[str], longest: int) -> None:
        ordered = sorted({name for name in names if 0 < len(name) <= longest})
        self._text = "".join(ordered).encode()
        self._ends = array("I")
        self._signatures = array("Q")
        self._first_letters: list[str] = []
        self._starts_of_letters: list[int] = []
        bits, end = _PairBits(), 0
        for number, name in enumerate(ordered):
            if not self._first_letters or self._first_letters[-1] != name[0]:
                self._first_letters.append(name[0])
                self._starts_of_letters.append(number)
            end += len(name.encode())
            self._ends.append(end)
            self._signatures.append(_signature(name, bits))

    def similar(self, text: str) -> list[str]:
        """Return the names that begin with the same letter and share most letters and pairs with the text."""
        start, end = self._range(text[:1])
        signature = _signature(text, _PairBits())
        distances = [(other ^ signature).bit_count() for other in self._signatures[start:end]]
        places = nsmallest(MOST_COMPARED, range(len(distances)), key=distances.__getitem__)
        return [self._name(start + place) for place in places]

    def _range(self, letter: str) -> tuple[int, int]:
        """Return the numbers of the first name with this first letter, and of the first one after them."""
        place = bisect_left(self._first_letters, letter)
        if place == len(self._first_letters) or self._first_letters[place] != letter:
            return 0, 0
        starts = [*self._starts_of_letters[place : place + 2], len(self._ends)]
        return starts[0], starts[1]

    def _name(self, number: int) -> str:
        return self._text[self._ends[number - 1] if number else 0 : self._ends[number]].decode()


def closest(text: str, indexes: Iterable[SpellingIndex]) -> str:
    """Return the name of the indexes that is spelled most like the text; "" if none is close."""
    names = {name for index in indexes for name in index.similar(text)}
    return next(iter(get_close_matches(text, names, n=1, cutoff=_CLOSE)), "")


def _signature(name: str, bits: "_PairBits") -> int:
    return reduce(or_, map(bits.__getitem__, map(add, name, f"{name[1:]} ")), 0)


class _PairBits(dict[str, int]):
    """The bits that stand for a letter and the one after it, worked out once for each pair."""

    def __missing__(self, pair: str) -> int:
        letter, following = map(ord, pair)
        place = (letter * 31 + following * 17) % _PAIR_BITS
        self[pair] = bits = 1 << letter % _LETTER_BITS | 1 << _LETTER_BITS + place
        return bits
