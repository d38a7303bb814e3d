"""Finding an answer by words that somebody typed.

Two words are taken for one where they begin alike, whatever their endings are, or where a letter is wrong,
missing, too many or exchanged with its neighbour. Words that many answers hold count little, those of the
question count most.
"""

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

TITLE, WORDS, BODY = 4.0, 4.0, 1.0
"""What a word counts by where it stands."""
INFLECTED, MISTYPED = 0.8, 0.6
"""What a word counts that is another form of the one typed, or that one with another letter."""
ENDING = 3
"""How many letters at most an ending has that is not compared."""
LEAST_BEGINNING = 3
LEAST_FOR_TYPOS = 4
MOST_WORDS = 12
"""How many words of what was typed are looked for; a long message says in its first ones what it is about."""
LEAST_SHARE = 0.25
"""An answer is shown where it scores at least this part of the best."""

_WORD = re.compile(r"\w+")
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ё": "е"})


def words_of(text: str) -> list[str]:
    """Return the words of a text in small letters, without accents."""
    plain = text.casefold().translate(_LETTERS)
    decomposed = unicodedata.normalize("NFD", plain.replace("й", "\0"))
    letters = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _WORD.findall(letters.replace("\0", "й"))


@dataclass(frozen=True)
class SearchText:
    """What one answer is found by: the question, words that people may use instead, the answer."""

    key: str
    title: str
    words: str
    body: str


class SearchIndex:
    """The words of several answers in one language."""

    def __init__(self, texts: Iterable[SearchText]) -> None:
        self._weights: dict[str, dict[str, float]] = defaultdict(dict)
        self._order: dict[str, int] = {}
        for text in texts:
            self._order[text.key] = len(self._order)
            for part, weight in ((text.body, BODY), (text.words, WORDS), (text.title, TITLE)):
                for word in words_of(part):
                    found = self._weights[word]
                    found[text.key] = max(weight, found.get(text.key, 0.0))
        self._words = tuple(self._weights)

    def find(self, query: str, most: int = 6) -> list[str]:
        """Return the keys of the answers that fit, best first; none where no word is known."""
        scores: dict[str, float] = defaultdict(float)
        for word in list(dict.fromkeys(words_of(query)))[:MOST_WORDS]:
            for key, score in self._scores_of(word).items():
                scores[key] += score
        best = max(scores.values(), default=0.0)
        fitting = [key for key, score in scores.items() if score >= LEAST_SHARE * best]
        return sorted(fitting, key=lambda key: (-scores[key], self._order[key]))[:most]

    def _scores_of(self, word: str) -> Mapping[str, float]:
        """Return what a typed word says for each answer: the more, the fewer answers have it."""
        alike = {other: likeness for other in self._words if (likeness := _likeness(word, other))}
        weights: dict[str, float] = {}
        for other, likeness in alike.items():
            for key, weight in self._weights[other].items():
                weights[key] = max(weights.get(key, 0.0), weight * likeness)
        rarity = math.log(1 + len(self._order) / len(weights)) if weights else 0.0
        return {key: weight * rarity**2 for key, weight in weights.items()}


@lru_cache(maxsize=50_000)
def _likeness(typed: str, word: str) -> float:
    """Return 1 for the same word, less for another form or a mistyped one, 0 for another word."""
    if typed == word:
        return 1.0
    if _begin_alike(typed, word):
        return INFLECTED
    if min(len(typed), len(word)) >= LEAST_FOR_TYPOS and typed[0] == word[0] and _differ_by_one(typed, word):
        return MISTYPED
    if len(typed) > LEAST_FOR_TYPOS + 1 and _mistyped_beginning(typed, word):
        return MISTYPED * INFLECTED
    return 0.0


def _begin_alike(one: str, other: str) -> bool:
    """Tell whether two words differ in their endings alone; what was typed may be only the beginning."""
    common = _common_beginning(one, other)
    if common == len(one) and common >= LEAST_BEGINNING:
        return True  # typed in part
    longest = max(len(one), len(other))
    return common >= max(LEAST_BEGINNING + 1, longest - ENDING) or (
        common >= LEAST_BEGINNING and longest - common <= 2 and longest <= LEAST_BEGINNING + 2
    )


def _common_beginning(one: str, other: str) -> int:
    return next(
        (place for place, (left, right) in enumerate(zip(one, other, strict=False)) if left != right),
        min(len(one), len(other)),
    )


def _mistyped_beginning(typed: str, word: str) -> bool:
    """Tell whether a word of which a letter is wrong is another form too."""
    stems = range(max(LEAST_FOR_TYPOS + 1, len(typed) - ENDING), len(typed) + 1)
    return typed[0] == word[0] and any(
        _differ_by_one(typed[:length], word[:cut])
        for length in stems
        for cut in (length - 1, length, length + 1)
        if len(word) >= cut >= len(word) - ENDING
    )


def _differ_by_one(one: str, other: str) -> bool:
    """Tell whether a letter is wrong, missing, too many, or two neighbours are exchanged."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = _common_beginning(one, other)
    left, right = one[start:], other[start:]
    if len(one) == len(other):
        return left[1:] == right[1:] or (left[1::-1] == right[:2] and left[2:] == right[2:])
    return left[1:] == right if len(one) > len(other) else left == right[1:]
