"""Bytes to text by evidence: what the bytes are comes before what anybody says they are.

Portals send GBK under a UTF-8 header, UTF-8 under a GBK header and UTF-16 under ``<meta charset=gb2312>``. So the
order is: byte order mark, zero bytes (UTF-16), strict UTF-8, strict gb18030 (the superset of GB 2312 and GBK),
Big5 where it was declared and reads better, and only then the least broken of them. What was declared and what
was chosen are both returned.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from crawler.records import Finding

_DECLARED_IN_MARKUP = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:\-]+)""", re.I)
_DECLARED_IN_HEADER = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9_.:\-]+)""", re.I)

_NAMES = {
    "utf8": "utf-8",
    "utf-8": "utf-8",
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "utf-16": "utf-16",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
}

#: Characters that government reports are full of, in both scripts: text that has them was decoded right.
_COMMON = re.compile("[的政府信息公开公開和年度报告報告工作一二三是在有不人条件条例及为為我]")
_WIDE = re.compile("[^\x00-\x7f]+")
_HIGH_BYTES = bytes(range(0x80, 0x100))
_SAMPLE = 60_000
_SAMPLE_WIDE = 4_000

#: What the field's words become when their UTF-8 bytes are read as GBK, in either alignment: 政府 → 鏀垮簻.
_WORDS = ("政府", "信息", "公开", "报告", "工作", "年度", "主动", "申请")
_READ_AS_GBK = tuple(
    word.encode()[part].decode("gb18030", "ignore") for word in _WORDS for part in (slice(0, 6), slice(1, 5))
)
_FEWEST_WORDS = 3
_SIGNS_OF_GBK = "鏀淇鍏"
# UTF-8 bytes once read as Latin-1 or Windows-1252: every character became å, æ, ç, è … and two others.
_READ_AS_LATIN = re.compile("(?:[ä-é][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]{2}){4}")
_SIGNS_OF_LATIN = "æåè"
#: Windows-1252 as browsers read it: bytes that it leaves undefined are the control characters of Latin-1.
_TO_LATIN = {ord(char): code for code in range(0x80, 0xA0) if (char := bytes([code]).decode("cp1252", "ignore"))}
#: How much of a text may be lost in undoing it: reading as GBK lost a byte before each ASCII character.
_MOST_LOST = 0.2

#: A page in UTF-16 has at least the letters of its tags.
_FEWEST_ZEROS = 6
#: Text with a larger share of broken characters is hardly worth reading.
_BROKEN_SHARE = 0.2
#: UTF-8 with a few broken bytes has fewer errors per high byte than this; any other encoding read as UTF-8 has more.
_NEARLY_UTF8 = 0.1


class Decoded(NamedTuple):
    """``text``, the encoding it was read with, the one that was declared (or ""), and what was odd."""

    text: str
    encoding: str
    declared: str
    findings: list[Finding]


def declared_encoding(body: bytes, content_type: str = "") -> str:
    """The encoding named by the Content-Type header, else by the markup's first 2 kB; lower case, or ""."""
    found = _DECLARED_IN_HEADER.search(content_type)
    if found:
        return found.group(1).lower()
    in_markup = _DECLARED_IN_MARKUP.search(body[:2048])
    return in_markup.group(1).decode("ascii").lower() if in_markup else ""


def decode(body: bytes, content_type: str = "") -> Decoded:
    """``body`` as text. Never raises: what cannot be read well is read with U+FFFD and a finding."""
    declared = declared_encoding(body, content_type)
    for mark, name in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if body.startswith(mark):
            return Decoded(body[len(mark) :].decode(name, "replace"), name, declared, [])
    wide = utf16_without_mark(body)
    if wide:
        return Decoded(body.decode(wide, "replace"), wide, declared, [])
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return _not_utf8(body, declared)
    repaired = _decoded_twice(text)
    if repaired is not None:
        lost = repaired.count("�")
        message = f"页面文字被重复编码,已还原{f',丢失 {lost} 处' if lost else ''}"
        finding = Finding("double_encoded", message, "warning" if lost else "note", text[:40])
        return Decoded(repaired, "utf-8", declared, [finding])
    return Decoded(text, "utf-8", declared, [])


def utf16_without_mark(body: bytes) -> str:
    """The codec of UTF-16 that says so only by its zero bytes (every second one of its markup), or ""."""
    head = body[: min(4096, len(body) & ~1)]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) < _FEWEST_ZEROS or min(even, odd) * 4 > max(even, odd):
        return ""
    name = "utf-16-le" if odd > even else "utf-16-be"
    text = head.decode(name, "replace")
    plain = sum(char.isprintable() or char.isspace() for char in text)
    return name if plain * 10 >= len(text) * 9 else ""


def _not_utf8(body: bytes, declared: str) -> Decoded:
    """Bytes that are not strict UTF-8: gb18030 in nine of ten cases, else whatever reads best."""
    as_utf8 = body.decode("utf-8", "replace")
    high = len(body) - len(body.translate(None, _HIGH_BYTES))
    nearly_utf8 = as_utf8.count("�") < _NEARLY_UTF8 * high
    named = _NAMES.get(declared, "gb18030")
    whole: list[tuple[float, str, str]] = []
    for name in dict.fromkeys(("gb18030", "gb18030" if named == "utf-8" else named)):
        try:
            text = body.decode(name)
        except UnicodeDecodeError:
            continue
        if not nearly_utf8 and named in ("utf-8", "gb18030"):
            return Decoded(text, name, declared, [])  # nothing speaks for another encoding
        whole.append((_commonness(text), text, name))
    # A handful of broken bytes makes strict decoding fail, or makes UTF-8 pass for rare gb18030 characters.
    tolerant = [(as_utf8, "utf-8"), (body.decode("gb18030", "replace"), "gb18030")]
    score, text, name = max(
        ((_commonness(text) - 4 * _broken(text), text, name) for text, name in tolerant), key=lambda found: found[0]
    )
    if whole:
        best = max(whole, key=lambda found: found[0])
        if best[0] + 0.005 >= score:
            return Decoded(best[1], best[2], declared, [])
    finding = Finding(
        "broken_encoding",
        f"有无法解码的字节,按 {name} 读取",
        "error" if _broken(text) > _BROKEN_SHARE else "warning",
        f"{text.count('�')} × U+FFFD",
    )
    return Decoded(text, name, declared, [finding])


def _commonness(text: str) -> float:
    """The share of the field's commonest characters among the non-ASCII ones of a sample."""
    wide = "".join(_WIDE.findall(text[:_SAMPLE]))[:_SAMPLE_WIDE]
    return len(_COMMON.findall(wide)) / len(wide) if wide else 0.0


def _broken(text: str) -> float:
    return text.count("�") / max(1, len(text))


def _decoded_twice(text: str) -> str | None:
    """The text behind UTF-8 that somebody read as GBK or Latin-1 and wrote out as UTF-8 again, or ``None``."""
    sample = text[:20000]
    if any(sign in sample for sign in _SIGNS_OF_GBK) and sum(word in sample for word in _READ_AS_GBK) >= _FEWEST_WORDS:
        raw = text.replace("�", "?").encode("gb18030", "replace")
    elif all(sign in sample for sign in _SIGNS_OF_LATIN) and _READ_AS_LATIN.search(sample):
        raw = text.translate(_TO_LATIN).encode("latin-1", "replace")
    else:
        return None
    again = raw.decode("utf-8", "replace")
    return again if _commonness(again) > _commonness(text) + 0.05 and _broken(again) < _MOST_LOST else None
