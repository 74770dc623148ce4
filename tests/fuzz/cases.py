"""The cases: pages of the stand-in, damaged. Case ``n`` is always the same."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from functools import cache
from random import Random

from crawler.records import Context, Document
from tests.standin.portals import Plan, build

PLANS = (
    Plan("qinghe", "hanweb", (2016, 2022), bodies=("word",), boxes=("spans",), seed="fuzz", viewer=True),
    Plan("shiqiao", "tables", (2010, 2020), "gbk", bodies=("layout",), boxes=("table",), seed="fuzz"),
    Plan("liutang", "vsb", (2012, 2023), "utf-16", bodies=("breaks",), boxes=("dl",), seed="fuzz"),
)
#: What markup, encodings and reports are made of: put in where it hurts.
PIECES = (
    "<table>", "</table>", "<tr>", "<td rowspan=9999 colspan=9999>", "</td>", "<div>", "</div>", "<p>", "<br>" * 40,
    "<!--", "-->", "<script>", "</script>", "<textarea>", "<template>", "<svg>", "<math><mi>", "<select><option>",
    "<frameset>", "<plaintext>", "<a href='http://[::1'>", "<a href=", "<font size=", '"', "'", "<", ">", "&#x110000;",
    "&nbsp;" * 30, "&lt;", "\0", "\x1b", "\u202e", "\ufeff", "\ud7ff\ue000", "政(zheng)府(fu)(fu)", "(", "（" * 50,
    "|" * 20, "\t|\n" * 10, "一、" * 30, "（一）" * 30, "2023年1月31日", "二〇二二年十三月三十二日", "索引号：",
    "来源：" * 20, "100000000000000000000件", "１２３", "99999999年", "附件：", "<style>.a{display:none}</style>",
    "style='display:none'", "<base href='http://['>", "<meta charset=utf-7>", "第一千零一条", "½", "𠮷" * 9, "×" * 99,
    "0" * 300, " " * 500, "\u3000" * 200,
)  # fmt: skip
_ENCODINGS = ("utf-8", "gb18030", "utf-16-le", "utf-16-be", "big5", "cp1252", "utf-7", "utf-32")


@cache
def originals() -> tuple[Document, ...]:
    """The pages that are damaged: reports, lists and homes of three families and encodings."""
    pages = [page for plan in PLANS for page in build(plan).pages.values()]
    return tuple(Document(page.answer.body, page.url, page.answer.headers) for page in pages)


def case(number: int) -> tuple[Document, Context]:
    """The document of a case and what the crawl would know of it."""
    rng = Random(f"fuzz|{number}")
    original = rng.choice(originals())
    body = original.body
    for _ in range(rng.choice((1, 1, 2, 3, 8, 30))):
        body = rng.choice(_DAMAGES)(body, rng)
    headers = (
        original.headers if rng.random() < 0.7 else {"content-type": f"text/html; charset={rng.choice(_ENCODINGS)}"}
    )
    url = original.url if rng.random() < 0.8 else rng.choice(("", "http://[", "http://例え.gov.cn/报告?年=2022", "x:y"))
    context = Context(anchor="某某局2022年政府信息公开年度报告") if rng.random() < 0.3 else Context()
    return Document(body[:3_000_000], url, headers, rng.choice((200, 200, 404))), context


def _somewhere(body: bytes, rng: Random, longest: int = 2_000) -> tuple[int, int]:
    start = rng.randrange(len(body) + 1)
    return start, min(len(body), start + rng.randrange(1, longest))


def _flip(body: bytes, rng: Random) -> bytes:
    changed = bytearray(body)
    for _ in range(rng.randrange(1, 20)):
        if changed:
            changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def _drop(body: bytes, rng: Random) -> bytes:
    start, end = _somewhere(body, rng)
    return body[:start] + body[end:]


def _repeat(body: bytes, rng: Random) -> bytes:
    start, end = _somewhere(body, rng, 400)
    return body[:end] + body[start:end] * rng.choice((1, 5, 300)) + body[end:]


def _insert(body: bytes, rng: Random) -> bytes:
    start, _ = _somewhere(body, rng)
    piece = rng.choice(PIECES) * rng.choice((1, 1, 3, 200))
    return body[:start] + piece.encode(rng.choice(("utf-8", "gb18030")), "replace") + body[start:]


def _splice(body: bytes, rng: Random) -> bytes:
    other = rng.choice(originals()).body
    start, end = _somewhere(other, rng, 9_000)
    position, _ = _somewhere(body, rng)
    return body[:position] + other[start:end] + body[position:]


def _cut(body: bytes, rng: Random) -> bytes:
    return body[: rng.randrange(len(body) + 1)]


def _noise(body: bytes, rng: Random) -> bytes:
    start, _ = _somewhere(body, rng)
    return body[:start] + rng.randbytes(rng.randrange(1, 300)) + body[start:]


def _recode(body: bytes, rng: Random) -> bytes:
    text = body.decode(rng.choice(_ENCODINGS), "replace")
    return text.encode(rng.choice(_ENCODINGS), "replace")


def _mark(body: bytes, rng: Random) -> bytes:
    return (
        rng.choice((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"%PDF-1.4\n", b"{", b"\0" * 9)) + body
    )


def _without_tags(body: bytes, rng: Random) -> bytes:
    return body.replace(rng.choice((b"</", b"<p", b"<td", b">", b'"', b"<tr", b"div")), b"")


_DAMAGES: tuple[Callable[[bytes, Random], bytes], ...] = (
    _flip, _drop, _repeat, _insert, _insert, _splice, _cut, _noise, _recode, _mark, _without_tags,
)  # fmt: skip
