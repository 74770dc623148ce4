"""Bytes to text by evidence: what the bytes are comes before what anybody says they are.

Portals send GBK under a UTF-8 header, UTF-8 under a GBK header and UTF-16 under ``<meta charset=gb2312>``. So the
order is: byte order mark, zero bytes (UTF-16), strict UTF-8, strict gb18030 (the superset of GB 2312 and GBK),
Big5 where it was declared and reads better, and only then the least broken of them. What was declared and what
was chosen are both returned.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from crawler.reading.mojibake import commonness, undo
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

#: Byte order marks; that of UTF-32 begins like that of UTF-16.
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\0\0", "utf-32-le"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
#: A text of reports has more of the commonest characters than this among its wide ones.
_LEAST_COMMON = 0.05
#: Bytes that UTF-8 never has: where the rest is UTF-8 they are strays, and a lone A0 was a space that does not break.
_STRAYS = bytes((0xFE, 0xFF))
_LONE_SPACE = re.compile(rb"(?<![\x80-\xf4])\xa0(?![\x80-\xbf])")
_HIGH_BYTES = bytes(range(0x80, 0x100))

#: A page in UTF-16 has at least the letters of its tags.
_FEWEST_ZEROS = 6
#: Text with a larger share of broken characters is hardly worth reading.
_BROKEN_SHARE = 0.2
#: UTF-8 with a few broken bytes has fewer errors per high byte than this; any other encoding read as UTF-8 has more.
_HARDLY_UTF8 = 0.5
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
    for mark, name in _MARKS:
        if body.startswith(mark):
            body = body[len(mark) :]
            if _keeps_mark(body, name):
                return Decoded(body.decode(name, "replace"), name, declared, [])
            break
    wide = utf16_without_mark(body)
    if wide:
        return Decoded(body.decode(wide, "replace"), wide, declared, [])
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return _not_utf8(body, declared)
    undone = undo(text)
    if undone is None:
        return Decoded(text, "utf-8", declared, [])
    told = [f"补回 {undone.restored} 字"] * (undone.restored > 0) + [f"丢失 {undone.lost} 处"] * (undone.lost > 0)
    message = ",".join(["页面文字被重复编码,已还原", *told])
    finding = Finding("double_encoded", message, "warning" if told else "note", text[:40])
    return Decoded(undone.text, "utf-8", declared, [finding])


def _keeps_mark(body: bytes, name: str) -> bool:
    """Whether bytes after a byte order mark are what it says: some pages have one before text of another encoding."""
    if name == "utf-8":
        try:
            body.decode(name)
        except UnicodeDecodeError:
            return False
        return True
    head = body[: len(body) & ~3][:4096]
    return b"\0" in head or commonness(head.decode(name, "replace")) > _LEAST_COMMON


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
    if as_utf8.count("�") < _HARDLY_UTF8 * high:  # any other encoding has more, and is not searched for what strays
        as_utf8 = _LONE_SPACE.sub(b" ", body.translate(None, _STRAYS)).decode("utf-8", "replace")
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
        whole.append((commonness(text), text, name))
    # A handful of broken bytes makes strict decoding fail, or makes UTF-8 pass for rare gb18030 characters.
    tolerant = [(as_utf8, "utf-8"), (body.decode("gb18030", "replace"), "gb18030")]
    score, text, name = max(
        ((commonness(text) - 4 * _broken(text), text, name) for text, name in tolerant), key=lambda found: found[0]
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


def _broken(text: str) -> float:
    return text.count("�") / max(1, len(text))
