"""The own wording of a report: its sentences without what the forms ask for, names, years and figures. Pure.

Two reports say the same where their *wordings* are the same: 我县2022年发布解读12篇 and 我区2023年发布解读9篇 are one
wording. What every report must say (``data/copied.toml``) and tables are left out: they are nobody's own.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from hashlib import blake2b
from typing import Any, NamedTuple

import msgspec

from crawler.facts import load_toml

#: What the form asks for stands at the beginning of a sentence, however long it is (characters).
_FORM_WITHIN = 400
#: More own sentences than this are not looked at: no report has them.
_SENTENCES_MAX = 3000

_SENTENCE = re.compile(r"[^。！？；!?;\n]+[。！？；!?;]?[”’\"）)》】]*|\n")
_SPACE = re.compile(r"\s+")
_NO_PROSE = re.compile(r"[，。；：！？,;:!?]")
_YEAR = re.compile(r"(?:19|20)\d\d年?(?:度)?")
_NUMBER = re.compile(
    r"\d+(?:[.,]\d+)*|[〇零一二三四五六七八九十百千]{2,}|[一二三四五六七八九十两](?=[条件次期场个名人篇份家项])"
)
_NOISE = re.compile(r"[^\u4e00-\u9fff0-9a-z,]+")


class Names(NamedTuple):
    """What a report calls its place and agency; ``None`` or ``""`` where unknown."""

    agency: str | None = None
    places: tuple[str | None, ...] = ()


class Sentence(msgspec.Struct, gc=False):
    """A sentence: ``text`` as printed, ``wording`` masked, ``key`` its hash (signed 64 bits).

    ``figures_key`` is the hash of the wording with its figures, 0 where it has none; ``clauses`` the hashes of its
    clauses (none where it is a single one); ``place`` its number among all sentences of the text, of whatever kind.
    """

    text: str
    wording: str
    key: int
    figures_key: int
    clauses: tuple[int, ...]
    place: int


class Wording(msgspec.Struct):
    """The own sentences of a report in order, each wording once."""

    sentences: list[Sentence]

    @property
    def characters(self) -> int:
        """Length of the whole, in masked characters."""
        return sum(len(sentence.wording) for sentence in self.sentences)

    @property
    def is_enough(self) -> bool:
        """Whether there is enough to be compared."""
        return bool(self.characters >= limits()["text"])

    def keys(self) -> set[int]:
        """What another report with the same sentences, or clauses of them, has too: every second clause only."""
        found = {sentence.key for sentence in self.sentences}
        for sentence in self.sentences:
            if sentence.figures_key:
                found.add(sentence.figures_key)
            found.update(key for key in sentence.clauses if key & 1)
        return found


@cache
def limits() -> dict[str, Any]:
    """The figures of ``data/copied.toml``."""
    return dict(load_toml("copied.toml")["limits"])


class _Form(NamedTuple):
    """What is nobody's own, as ``data/copied.toml`` has it, with the shares of a sentence that make it the form's."""

    whole: re.Pattern[str]
    part: re.Pattern[str]
    least: float
    lead: re.Pattern[str]
    lead_least: float


@cache
def _form() -> _Form:
    form = load_toml("copied.toml")["form"]
    whole, part, lead = (re.compile("|".join(f"(?:{one})" for one in form[key])) for key in ("whole", "part", "lead"))
    return _Form(whole, part, float(form["least"]), lead, float(form["lead_least"]))


def _is_form(folded: str) -> bool:
    form = _form()
    if form.whole.search(folded, 0, _FORM_WITHIN):
        return True
    length = len(_YEAR.sub("", folded))
    return _taken(form.part, folded) >= form.least * length or _taken(form.lead, folded) >= form.lead_least * length


def _taken(pattern: re.Pattern[str], folded: str) -> int:
    """How many characters of a sentence's beginning a pattern takes."""
    return sum(found.end() - found.start() for found in pattern.finditer(folded, 0, _FORM_WITHIN))


class _Masks(NamedTuple):
    """What a copy changes without writing anything, as ``data/copied.toml`` has it."""

    numbering: re.Pattern[str]
    selves: re.Pattern[str]
    field: re.Pattern[str]
    signs: dict[int, None]
    endings: re.Pattern[str]


@cache
def _masks() -> _Masks:
    masks = load_toml("copied.toml")["masks"]
    return _Masks(
        re.compile(masks["numbering"]),
        re.compile(masks["selves"]),
        re.compile("|".join(masks["field"])),
        dict.fromkeys(map(ord, masks["signs"])),
        re.compile(f"(?:{'|'.join(masks['endings'])})$"),
    )


def read_wording(body: str, names: Names = Names()) -> Wording:  # noqa: B008 - an immutable value
    """The own wording of a report's clean text (a line a paragraph, tables with tabs) as one that ``names`` tells."""
    own = _names(names)
    least = limits()["sentence"]
    sentences: dict[int, Sentence] = {}
    place = 0
    for line in body.split("\n"):
        if "\t" in line or (len(line) <= limits()["heading"] and not _NO_PROSE.search(line)):
            place += bool(line)
            continue
        for text in _SENTENCE.findall(line):
            place += 1
            folded = _SPACE.sub("", unicodedata.normalize("NFKC", text)).lower().replace("。", "")
            if _is_form(folded):
                continue
            wording, figures, clauses = _mask(folded, own)
            if len(wording) < least:
                continue
            key = _key(wording)
            if key not in sentences and len(sentences) < _SENTENCES_MAX:
                sentences[key] = Sentence(
                    text.strip(), wording, key, _key(f"{wording}|{figures}") if figures else 0, clauses, place
                )
    return Wording(list(sentences.values()))


def _mask(folded: str, own: re.Pattern[str] | None) -> tuple[str, str, tuple[int, ...]]:
    """Wording, figures and clauses of a folded sentence."""
    masks = _masks()
    opening = masks.numbering.match(folded)
    text = folded[opening.end() :] if opening else folded
    if own is not None:
        text = own.sub("", text)
    text = masks.field.sub("公", _YEAR.sub("", masks.selves.sub("", text)))
    figures = ",".join(_NUMBER.findall(text))
    text = _NOISE.sub("", _NUMBER.sub("0", text).replace("、", "").replace(":", ",").translate(masks.signs))
    parts = [part for part in text.split(",") if part]
    least = limits()["clause"]
    clauses = tuple(_key(part) for part in parts if len(part) >= least) if len(parts) > 1 else ()
    return "".join(parts), figures, clauses


def _names(names: Names) -> re.Pattern[str] | None:
    """Matches the names of the report's own place and agency, the longest first."""
    found = {place for place in names.places if place and len(place) >= 2}
    found |= {short for place in found if len(short := _short(place)) >= 2}
    if names.agency:
        found.add(names.agency)
        own = names.agency
        for place in sorted(found - {names.agency}, key=len, reverse=True):
            own = own.removeprefix(place)
        found.add(own)
        found.add(_masks().endings.sub("", own))
    ordered = sorted((name for name in found if len(name) >= 2), key=lambda name: (-len(name), name))
    return re.compile("|".join(map(re.escape, ordered))) if ordered else None


def _short(place: str) -> str:
    """A place's name without its level: 靖远县 → 靖远, 城关街道 → 城关."""
    return re.sub(r"(?:街道|民族乡|自治[州县旗]|[省市州盟县区旗乡镇])$", "", place)


def _key(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)
