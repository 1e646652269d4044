"""The search column 检索: one lower-case text in which people find a row by name, pinyin, initials, code or phone."""

from __future__ import annotations

from functools import lru_cache

WIDTH = 400


def search_text(*parts: str) -> str:
    """The parts as written, then the initials and the full pinyin of each that has Chinese in it.

    `search_text("铁西店", "C001")` is `"铁西店 c001 txd tiexidian"`. Empty parts are left out; what exceeds the
    column's width is cut, the pinyin of the last part first.
    """
    written = [part.lower() for part in parts if part]
    spoken = [word for part in written if not part.isascii() for word in _spoken(part)]
    return " ".join(dict.fromkeys([*written, *spoken]))[:WIDTH]


def _spoken(text: str) -> tuple[str, str]:
    """Initials and full pinyin; letters and digits stay, punctuation does not."""
    from pypinyin.seg.simpleseg import (
        seg,
    )  # its dictionary takes half a second, and most commands spell nothing

    syllables = [syllable for word in seg(text) for syllable in _syllables(word)]
    return "".join(syllable[0] for syllable in syllables), "".join(syllables)


@lru_cache(maxsize=65536)
def _syllables(word: str) -> tuple[str, ...]:
    """How a word of the dictionary is spoken. Names are many and words are few: this is what makes lists quick."""
    from pypinyin import lazy_pinyin  # as above

    return tuple(lazy_pinyin(word, errors=_letters))  # type: ignore[arg-type]  # its stubs forget the list


def _letters(run: str) -> list[str]:
    """Of a run without Chinese: each letter for itself, so that initials keep them all."""
    return [letter for letter in run if letter.isalnum()]
