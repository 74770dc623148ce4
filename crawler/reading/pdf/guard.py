"""Looks at a PDF's streams before the library does: it would unpack them all (解压炸弹), and follow forms for ever.

Both happen inside the library, where nothing can stop it any more.
"""

from __future__ import annotations

import re
import zlib
from functools import cache
from typing import NamedTuple

#: What one stream, and all streams but pictures together, may unpack to, in bytes.
MOST_IN_STREAM = 48_000_000
MOST_IN_ALL = 320_000_000
#: How many forms a page may draw, forms in forms counted each time; and how deep the library follows them.
MOST_FORMS = 20_000
_DEEPEST = 30
_CHUNK = 1 << 20
_STREAM = re.compile(rb"stream\r?\n")
_DICTIONARY = 4000
_MOST_STREAMS = 200_000
#: Content longer than this is text and graphics, not a handful of calls; only its beginning is searched for them.
_CONTENT = 2_000_000

_OBJECT = re.compile(rb"(?<!\d)(\d{1,9})[ \t\r\n]+\d{1,5}[ \t\r\n]+obj\b")
_FORM = re.compile(rb"/Subtype\s*/Form\b")
_REFERENCE = re.compile(rb"(?<!\d)(\d{1,9})\s+\d{1,5}\s+R\b")
_CALL = re.compile(rb"\bDo\b")


class _Form(NamedTuple):
    """A form (a drawing that others draw): how many drawings it draws, and the objects that it refers to."""

    calls: int
    references: frozenset[int]


def is_hostile(body: bytes) -> str:
    """Why a PDF would cost more than any report does, in Chinese, or "".

    Pictures do not count, for reading text does not unpack them. Streams that are not deflate are bounded by the
    library itself.
    """
    total = 0
    forms: dict[int, _Form] = {}
    packed: list[tuple[bytes, bytes]] = []
    for number, found in enumerate(_STREAM.finditer(body)):
        if number > _MOST_STREAMS:
            return "PDF 的数据流过多"
        head = body[max(0, found.start() - _DICTIONARY) : found.start()]
        owners = list(_OBJECT.finditer(head))
        head = head[owners[-1].start() if owners else 0 :]
        if b"/Image" in head:
            continue
        end = body.find(b"endstream", found.end())
        data = body[found.end() : end if end >= 0 else len(body)]
        is_form, is_objects = bool(_FORM.search(head)), b"/ObjStm" in head
        if b"FlateDecode" in head or b"/Fl" in head:
            keep = _CONTENT if is_form or is_objects else 0
            size, data = _unpacked(data, 1 + (head.count(b"/FlateDecode") > 1), keep)
            total += size
            if size > MOST_IN_STREAM or total > MOST_IN_ALL:
                return "PDF 解压后过大"
        if is_form and owners:
            calls = len(_CALL.findall(data[:_CONTENT]))
            forms[int(owners[-1].group(1))] = _Form(calls, _references(head))
        elif is_objects:
            packed.append((head, data))
    if sum(form.calls > 1 for form in forms.values()) and _draws_too_much(forms, body, packed):
        return "PDF 的图形层层嵌套"
    return ""


def _references(text: bytes) -> frozenset[int]:
    return frozenset(int(number) for number in _REFERENCE.findall(text))


def _unpacked(data: bytes, layers: int, keep: int) -> tuple[int, bytes]:
    """To how many bytes deflated data unpacks, counted to a little over :data:`MOST_IN_STREAM`; its first bytes."""
    kept: list[bytes] = []
    size = _feed(data, [zlib.decompressobj() for _ in range(layers)], kept, keep)
    return size, b"".join(kept)[:keep]


def _feed(data: bytes, decoders: list[zlib._Decompress], kept: list[bytes], keep: int) -> int:
    decoder, *inner = decoders
    total = 0
    while data and total <= MOST_IN_STREAM:
        try:
            piece = decoder.decompress(data, _CHUNK)
        except zlib.error:  # a broken or encrypted stream ends here; what it gave so far counts
            break
        if inner:
            total += _feed(piece, inner, kept, keep)
        else:
            if total < keep:
                kept.append(piece)
            total += len(piece)
        data = decoder.unconsumed_tail
        if not piece:
            break
    return total


def _draws_too_much(forms: dict[int, _Form], body: bytes, packed: list[tuple[bytes, bytes]]) -> bool:
    """Whether drawing one of the forms draws more than :data:`MOST_FORMS`, as forms within forms multiply."""
    plain = {int(found.group(1)): body[found.end() : found.end() + 2000] for found in _OBJECT.finditer(body)}
    for head, data in packed:
        plain |= _members(head, data)
    inner: dict[int, set[int]] = {}
    for number, form in forms.items():
        reached = set(form.references)
        for _ in range(3):  # form → resources → XObject dictionary → form
            more = {r for n in reached - forms.keys() if n in plain for r in _references(plain[n].split(b"endobj")[0])}
            reached |= more
        inner[number] = reached & forms.keys()

    @cache
    def drawn(number: int, depth: int) -> int:
        if depth == 0 or not inner[number]:
            return 1
        deepest = max(drawn(other, depth - 1) for other in inner[number])
        return min(1 + forms[number].calls * deepest, MOST_FORMS + 1)

    return any(drawn(number, _DEEPEST) > MOST_FORMS for number in forms)


def _members(head: bytes, data: bytes) -> dict[int, bytes]:
    """The objects of an object stream: pairs of number and offset, then the objects from /First on."""
    first = re.search(rb"/First\s+(\d{1,9})", head)
    if first is None:
        return {}
    start = int(first.group(1))
    numbers = [int(number) for number in re.findall(rb"\d{1,9}", data[:start])]
    return {
        number: data[start + offset : start + offset + 2000]
        for number, offset in zip(numbers[::2], numbers[1::2], strict=False)
    }
