"""Text that was decoded wrongly and encoded again (乱码): known by what the field's words become, undone.

Three mistakes are known: UTF-8 bytes read as GBK (``政府`` became ``鏀垮簻``), UTF-8 bytes read as Latin-1 or
Windows-1252 (``æ”¿åºœ``), GBK bytes read as either (``Õþ¸®``). Reading as GBK loses bytes: 0x80, which GBK does
not have, and the last byte of a character before a digit or a tag. The first is certain; for the second the
commonest character that begins so is put in, and both are counted.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from crawler.facts import load_toml

_WIDE = re.compile("[^\x00-\x7f]+")
_SAMPLE = 60_000
_SAMPLE_WIDE = 4_000
_SAMPLE_TWICE = 20_000
_FEWEST_WORDS = 3
#: Only text with one of these is looked at more closely: signs of UTF-8 read as GBK, of GBK read as Latin-1.
_SIGNS_OF_GBK = "鏀淇鍏"
_SIGNS_OF_GBK_AS_LATIN = "ÐÏ"
# UTF-8 bytes once read as Latin-1 or Windows-1252: every character became å, æ, ç, è … and two others.
_READ_AS_LATIN = re.compile("(?:[ä-é][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]{2}){4}")
_SIGNS_OF_LATIN = "æåè"
#: Windows-1252 as browsers read it: bytes that it leaves undefined are the control characters of Latin-1.
_TO_LATIN = {ord(char): code for code in range(0x80, 0xA0) if (char := bytes([code]).decode("cp1252", "ignore"))}
#: A byte that was lost in reading as GBK, as a byte that UTF-8 never has.
_LOST = b"\xff"
_LOSSES = re.compile("([\ufffd€\x80])")
_INCOMPLETE = re.compile(rb"([\xe2-\xef])\xff([\x80-\xbf])|([\xe2-\xef][\x80-\xbf\xff])\xff(\d?)")
#: How much of a text may be lost in undoing it, and how much better it must read.
_MOST_LOST = 0.2
_BETTER = 0.05


class Undone(NamedTuple):
    """``text`` as it was; how many characters were ``restored`` from what was left of them, how many were ``lost``."""

    text: str
    restored: int
    lost: int


@cache
def _commonest() -> re.Pattern[str]:
    return re.compile(f"[{load_toml('decoding.toml')['commonest']}]")


@cache
def _beginnings(before_digit: bool) -> dict[bytes, str]:
    """The commonest character for each beginning of two bytes; what stands before digits differs from the rest."""
    facts = load_toml("decoding.toml")
    beginnings: dict[bytes, str] = {}
    for char in (facts["before_digits"] if before_digit else "") + facts["characters"]:
        beginnings.setdefault(char.encode()[:2], char)
    return beginnings


@cache
def _words() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What the field's words become: UTF-8 read as GBK, in either alignment; GBK read as Latin-1."""
    words = load_toml("decoding.toml")["words"]
    as_gbk = tuple(
        word.encode()[part].decode("gb18030", "ignore") for word in words for part in (slice(0, 6), slice(1, 5))
    )
    return as_gbk, tuple(word.encode("gb18030").decode("latin-1") for word in words)


def commonness(text: str) -> float:
    """The share of the field's commonest characters among the non-ASCII ones of a sample."""
    wide = "".join(_WIDE.findall(text[:_SAMPLE]))[:_SAMPLE_WIDE]
    return len(_commonest().findall(wide)) / len(wide) if wide else 0.0


def undo(text: str) -> Undone | None:
    """The text behind one that was decoded wrongly and encoded again, or ``None`` where it reads as it is."""
    sample = text[:_SAMPLE_TWICE]
    if any(sign in sample for sign in _SIGNS_OF_GBK) and _has_words(sample, _words()[0]):
        undone = _from_gbk(text)
    elif all(sign in sample for sign in _SIGNS_OF_LATIN) and _READ_AS_LATIN.search(sample):
        undone = _counted(text.translate(_TO_LATIN).encode("latin-1", "replace").decode("utf-8", "replace"))
    elif any(sign in sample for sign in _SIGNS_OF_GBK_AS_LATIN) and _has_words(
        sample.translate(_TO_LATIN), _words()[1]
    ):
        undone = _counted(text.translate(_TO_LATIN).encode("latin-1", "replace").decode("gb18030", "replace"))
    else:
        return None
    better = commonness(undone.text) > commonness(text) + _BETTER
    return undone if better and undone.lost < _MOST_LOST * len(undone.text) else None


def _has_words(sample: str, words: tuple[str, ...]) -> bool:
    return sum(word in sample for word in words) >= _FEWEST_WORDS


def _counted(text: str, restored: int = 0) -> Undone:
    return Undone(text, restored, text.count("\ufffd"))


def _from_gbk(text: str) -> Undone:
    """UTF-8 read as GBK: what is left of a character that lost a byte still says which one it was."""
    raw = b"".join(
        _LOST if number % 2 else part.encode("gb18030", "replace") for number, part in enumerate(_LOSSES.split(text))
    )
    restored = 0

    def complete(found: re.Match[bytes]) -> bytes:
        nonlocal restored
        first, last, beginning, digit = found.groups()
        # Within a character only 0x80 gets lost; at its end it is the byte before an ASCII character.
        if first:
            char = first + b"\x80" + last
        else:
            char = _beginnings(bool(digit)).get(beginning.replace(_LOST, b"\x80"), "").encode()
        restored += bool(char)
        return char + (digit or b"") if char else found.group()

    again = _INCOMPLETE.sub(complete, raw).decode("utf-8", "replace")
    return _counted(again, restored)
