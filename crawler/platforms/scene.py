"""A page's own scripts, played on a stage without a network: what they ask for, and where they would go.

The stage (``stage/*.js``, in QuickJS) has the page's elements, what list scripts call of the document, jQuery, axios
and Vue, and nothing of the outside world: no network, no files, no clock, little memory and time. What the page would
send is written down and answered at once with *fields* that stand for whatever an answer holds; so it shows as well
how the address of a row is made. Then every element that does something is clicked. Challenges never come here: a
blocked page is not read.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec
import quickjs
from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.facts import load_toml
from crawler.reading.decode import decode
from crawler.reading.web.addresses import resolver
from crawler.reading.web.nesting import bounded
from crawler.records import Document

#: The mark before the name of a field and the one behind it.
FIELD = re.compile("\x01([^\x01\x02]+)\x02")
#: What stands where a script uses something that only the outside world knows.
UNKNOWN = "\x03"
_STAGE = (
    "values",
    "elements",
    "selectors",
    "jquery",
    "plugins",
    "requests",
    "frameworks",
    "templates",
    "trees",
    "document",
    "clicks",
    "play",
)
#: Of a page: so many characters, elements, scripts, clicks; of the play: bytes, seconds of the processor's time.
_LONGEST, _MOST_ELEMENTS, _MOST_SCRIPTS, _MOST_CLICKS = 1_000_000, 4_000, 60, 400
_MEMORY, _STACK, _SECONDS = 96 << 20, 1 << 20, 2.0
#: Types of script elements that hold templates, and those that hold data.
_SCRIPT, _DATA = re.compile("java|ecma|j?script|module|babel", re.IGNORECASE), re.compile("json|xml", re.IGNORECASE)
#: Answers are there at once: nothing waits.
_WAITS = re.compile(r"(?<![\w$.'\"])(?:await(?=[\s(])|async(?=\s*(?:function\b|\(|[\w$]+\s*(?:=>|\())))")
#: What a script is made of, as far as blocks go: texts and comments, brackets, declarations of a block's own names.
_TOKEN = re.compile(
    r"""\"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`|//[^\n]*|/\*.*?\*/|[{}()]|(?<![\w$.])(?:let|const)(?=\s)""",
    re.DOTALL,
)
#: Names that one script uses and nobody defines.
_MOST_LACKING = 20
_LACKING = re.compile(r"ReferenceError: '?([\w$]+)'? is not defined")


class Ask(msgspec.Struct):
    """A request that the page would send; ``label`` is the text of what was ``clicked`` for it."""

    method: str
    url: str
    body: str = ""
    json: bool = False
    label: str = ""
    clicked: bool = False
    #: Whether it is only a try: what a function of the page asks when it is given the number of the second page.
    probe: bool = False
    #: Whether the page shows something of the answer.
    shown: bool = False


class Go(msgspec.Struct):
    """An address that the page would go to, while ``showing`` the answer to the request of that number (-1: none)."""

    url: str
    label: str = ""
    clicked: bool = False
    #: Whether it is only a try, as of an :class:`Ask`.
    probe: bool = False
    showing: int = -1
    #: Whether it goes there in a frame of its own.
    frame: bool = False


class Records(msgspec.Struct):
    """An array of objects that the page's scripts hold, as JSON, with the numbers that stand beside it by name."""

    rows: str
    near: dict[str, int] = {}


class Played(msgspec.Struct):
    """What the play showed."""

    asks: list[Ask] = []
    goes: list[Go] = []
    records: list[Records] = []
    #: Addresses of the page's external scripts, in order.
    files: list[str] = []


def play(document: Document, external: dict[str, str]) -> Played:
    """What the scripts of an HTML page do; ``external`` are the texts of external ones, by address. Never raises."""
    text = decode(document.body[:_LONGEST], document.headers.get("content-type", "")).text
    tree = LexborHTMLParser(bounded(text)[0])
    resolve = resolver(document.url)
    scripts: list[str] = []
    files: list[str] = []
    templates: list[str] = []
    for node in tree.css("script")[:_MOST_SCRIPTS]:
        if source := node.attributes.get("src"):
            files.append(resolve(source))
            scripts.append(external.get(files[-1], "")[:_LONGEST])
        elif not (kind := node.attributes.get("type") or "") or _is_script(kind):
            scripts.append(node.text())
        elif not _DATA.search(kind):
            templates.append(node.text())
    body = tree.body
    scene = {
        "url": document.url,
        "onload": (body.attributes.get("onload") or "") if body is not None else "",
        "templates": templates,
        "files": external,
        "elements": list(_elements(tree)),
    }
    played = _perform(json.dumps(scene), list(filter(None, scripts)))
    played.files = list(filter(None, [*files, *map(resolve, played.files)]))
    return played


def _is_script(kind: str) -> bool:
    """Whether the type of a script element says that it is one: not data, and no template."""
    return _SCRIPT.search(kind) is not None and not re.search("te?mpl|html|json|xml", kind, re.IGNORECASE)


def _elements(tree: LexborHTMLParser) -> Iterator[tuple[str, dict[str, str], int, str]]:
    """The elements of the body: tag, attributes, the number of the parent (-1: the body), text of its own."""
    numbers: dict[int, int] = {}
    for node in tree.css("body *"):
        if node.tag == "style" or (node.tag == "script" and not _DATA.search(node.attributes.get("type") or "")):
            continue
        if len(numbers) >= _MOST_ELEMENTS:
            return
        parent = numbers.get(node.parent.mem_id, -1) if node.parent is not None else -1
        numbers[node.mem_id] = len(numbers)
        yield node.tag or "", _attributes(node), parent, node.text(deep=False)


def _attributes(node: LexborNode) -> dict[str, str]:
    return {name: value or "" for name, value in node.attributes.items()}


def _perform(scene: str, scripts: list[str]) -> Played:
    context = quickjs.Context()
    context.set_memory_limit(_MEMORY)
    context.set_max_stack_size(_STACK)
    ends = time.process_time() + _SECONDS
    try:
        context.eval(_stage())
        context.eval(f"stage.begin({scene})")
        for script in scripts:
            _run(context, _passed().sub("true", _failed().sub("false", _WAITS.sub("", _opened(script)))), ends)
        context.set_time_limit(max(ends - time.process_time(), 0.1))
        return msgspec.json.decode(context.eval(f"stage.finish({_MOST_CLICKS})"), type=Played)
    except (quickjs.JSException, msgspec.DecodeError):  # out of time or memory: the page is one that shows nothing
        return Played()


def _opened(script: str) -> str:
    """The script with its outermost names (``let``, ``const``) as variables, which are seen and may be set again."""
    if "let " not in script and "const " not in script:
        return script
    depth = 0

    def put(token: re.Match[str]) -> str:
        nonlocal depth
        if token[0] in "{(":
            depth += 1
        elif token[0] in "})":
            depth -= 1
        elif token[0] in ("let", "const") and depth == 0:
            return "var"
        return token[0]

    return _TOKEN.sub(put, script)


def _run(context: quickjs.Context, script: str, ends: float) -> None:
    """Runs one script; where it uses a name that nobody defines, once more with that name."""
    for _ in range(_MOST_LACKING):
        if (left := ends - time.process_time()) <= 0:
            return
        context.set_time_limit(left)
        try:
            context.eval(f"stage.next();\n{script}")
        except quickjs.JSException as error:
            missing = _LACKING.search(str(error))
            if missing is None or not context.eval(f"stage.lack({json.dumps(missing[1])})"):
                return  # a script that fails ends there, as in a browser
        else:
            return


@cache
def _stage() -> str:
    folder = Path(__file__).resolve().parent / "stage"
    parts = "\n".join((folder / f"{name}.js").read_text(encoding="utf-8") for name in _STAGE)
    return f"const stage = (function () {{\n{parts}\n}})();"


@cache
def _passed() -> re.Pattern[str]:
    """Where a script asks whether an answer is a good one: it is."""
    return _asks_for_success("={2,3}")


@cache
def _failed() -> re.Pattern[str]:
    return _asks_for_success("!={1,2}")


def _asks_for_success(sign: str) -> re.Pattern[str]:
    names = "|".join(load_toml("platforms.toml")["scripts"]["success"])
    value = r"(?:\"[^\"\n]{0,20}\"|'[^'\n]{0,20}'|\d{1,6}|true)"
    return re.compile(rf"(?<![\w$.])[\w$.\[\]]{{1,60}}\.(?:{names})\s*{sign}\s*{value}")
