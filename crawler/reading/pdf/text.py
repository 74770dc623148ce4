"""What the glyphs of a PDF say (字形到文字): radicals and symbol fonts put right, and whether a text layer is text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from crawler.facts import load_toml

#: A text layer with a greater share of glyphs that say nothing is no text.
UNREAD_SHARE = 0.3
#: Fewer glyphs than this cannot be judged by how common they are.
_LEAST_TO_JUDGE = 40

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_SPACE = re.compile(r"\s+")
_WORD_END = re.compile(r"(?:^|[^A-Za-z0-9@:/._-])[A-Za-z]+[,;]?$")
_WORD_START = re.compile(r"[A-Za-z]+(?![A-Za-z0-9@:/._-])")
#: Chinese characters, kana and full-width signs: no space belongs between two of them.
_HAN = re.compile(
    "[\u2014\u2018-\u201d\u2026\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]"
)


@cache
def _radicals() -> dict[str, str]:
    return dict(load_toml("pdf_glyphs.toml")["radicals"])


@cache
def _private() -> tuple[int, int, int]:
    facts = load_toml("pdf_glyphs.toml")["private"]
    return facts["ascii_from"], facts["ascii_to"], facts["ascii_base"]


@cache
def glyph_text(glyph: str) -> str:
    """What a glyph reads as: a character or a ligature's letters; "" for one that prints nothing or says nothing."""
    code = ord(glyph)
    if code < 0x80:
        return glyph if code >= 0x20 and code != 0x7F else ""
    if glyph in _radicals():
        return _radicals()[glyph]
    if 0x2F00 <= code <= 0x2FD5 or 0xFB00 <= code <= 0xFB06 or 0xF900 <= code <= 0xFAFF:
        return unicodedata.normalize("NFKC", glyph)
    if 0xE000 <= code <= 0xF8FF:
        first, last, base = _private()
        return chr(code - base) if first <= code <= last else ""
    category = unicodedata.category(glyph)
    return "" if category in ("Cc", "Cf", "Cn", "Cs", "Co") or glyph == "\ufffd" else glyph


def is_han(text: str) -> bool:
    """Whether a character is Chinese or a full-width sign."""
    return _HAN.match(text) is not None


def fold(text: str) -> str:
    """``text`` without white space and with half-width ASCII, as the patterns of the data file expect it."""
    return _SPACE.sub("", text.translate(_WIDE))


def run_on(before: str, after: str) -> str:
    """Two pieces of a text that was broken between them: a space only between two Latin words, not in an address."""
    if before and after and _WORD_END.search(before) and _WORD_START.match(after):
        return f"{before} {after}"
    return before + after


def is_legible(texts: Iterable[str]) -> bool:
    """Whether the characters of a text layer are words, not the numbers of a font without a key (ToUnicode).

    Chinese text is made of the characters of GB 2312 or Big5; glyph numbers taken for characters scatter over all
    of Unicode or over the signs of ASCII.
    """
    known = letters = total = 0
    for text in texts:
        total += 1
        if text.isascii():
            known += 1
            letters += text.isalnum()
        elif _is_common(text):
            known += 1
            letters += 1
    if total < _LEAST_TO_JUDGE:
        return total == 0 or known * 2 >= total
    return known >= (1 - UNREAD_SHARE) * total and letters * 2 >= total


@cache
def _is_common(text: str) -> bool:
    for codec in ("gb2312", "big5"):
        try:
            text.encode(codec)
        except UnicodeEncodeError:
            continue
        return True
    return text in "–—•·…"
