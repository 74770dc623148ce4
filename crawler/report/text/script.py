"""Undoes what clone sites and converters did to the characters of a text (文字修复).

Two kinds of debris are known. A clone site that "converted" Simplified to Traditional puts the pinyin in brackets
after the characters it changed, ``號(hào)``; another puts it after every character, often doubled:
``政(zheng)府(fu)(fu)``. And non-breaking spaces that went through a wrong charset became ``?``. A group in
brackets is taken off only where the text as a whole is full of them, so honest brackets stay: ``(http://…)``,
``(GDP)``, ``(三)``.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from html import unescape

import msgspec
from opencc import OpenCC

from crawler.facts import load_toml, patterns
from crawler.records import Block, Page

_pattern = patterns("script.toml", "mirror", flags=re.IGNORECASE)
_HAN = "\u3400-\u9fff\uf900-\ufaff"
#: Stands between the strings of a page while they are repaired together.
_BETWEEN = "\uf8ff"
_SP = rf"[\s{_BETWEEN}]"
_GROUP = re.compile(
    rf"(?=[\s(（])(?<=[{_HAN})）{_BETWEEN}])\s*[(（]{_SP}*([a-zA-Zà-ǜāēīōūńňǹḿêüǎǐǒǔ\u0300-\u036f\s{_BETWEEN}]{{1,9}}[1-5]?){_SP}*[)）]"
)
_BRACKETED_LETTER = re.compile(r"[(（]\s*[a-zà-ǜāēīōūńňǹḿêüǎǐǒǔ]")
#: So many groups make a text debris; a report that explains one word's reading has one or two.
FEWEST_GROUPS = 4
FEWEST_SIGNS = 6
_LEADING_MARKS = re.compile(r"^[?？]{2,}|^[?？](?=[一二三四五六七八九十（(\d])")
_RUNS_OF_MARKS = re.compile(rf"(?<=[{_HAN}，,。；;：:、\d）)》”])[?？]{{2,}}(?=[{_HAN}\d（(《“:：|])")
#: After a comma no question can end.
_MARK_AFTER_SIGN = re.compile(rf"(?<=[，,、；;：:（(《“])[?？](?=[{_HAN}A-Za-z\d（(《“])")
#: What U+FFFD and a lone Â stand for where spaces were, and entities that were escaped twice. A run of them
#: is looked at from its beginning only: from every place in it, a long run would take minutes.
_BROKEN_SPACES = re.compile(r"(?<![Â ]) *Â[Â ]*|^�+|(?<!�)�{2,}+(?=[\u4e00-\u9fff\d（(])")
_PRINTED_ENTITY = re.compile(
    r"&(?:nbsp|emsp|ensp|ldquo|rdquo|lsquo|rsquo|mdash|hellip|middot|amp|lt|gt|quot|#\d{2,5});"
)
#: Radicals (⼀), compatibility ideographs, forms of vertical type; selectors of variants, which show nothing.
_ODD_FORMS = re.compile("[\u2e80-\u2fd5\uf900-\ufaff\ufe00-\ufe44]")
_GAP = "\u3000"
_LONE_MARK = re.compile(rf"(?<=[{_HAN}，,、；;：:。）)])\?(?=[{_HAN}\d（(《“])")


@cache
def _syllables() -> frozenset[str]:
    facts = load_toml("script.toml")["pinyin"]
    return frozenset(initial + final for initial in facts["initials"] for final in facts["finals"])


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


@cache
def _signs() -> re.Pattern[str]:
    """Any character that only Traditional script has."""
    signs = load_toml("script.toml")["traditional"]["signs"]
    return re.compile(f"[{''.join(sorted(set(signs) - set(_converter().convert(signs))))}]")


def is_pinyin(text: str) -> bool:
    """Whether ``text`` is one syllable of pinyin (拼音), with or without tone mark or number, in lower case."""
    plain = unicodedata.normalize("NFD", text.strip())
    letters = "".join(c for c in plain if c.isascii() and c.isalpha())
    if not letters or letters != letters.lower() or "".join(text.split()) == "":
        return False
    umlaut = "u\u0308" in plain
    return (letters.replace("u", "v", 1) if umlaut and "v" not in letters else letters) in _syllables() or (
        letters in _syllables()
    )


def _syllable(found: re.Match[str]) -> str:
    """What a group in brackets holds, without the breaks and the number of its tone."""
    return "".join(found.group(1).replace(_BETWEEN, "").split()).rstrip("12345")


def _without_group(found: re.Match[str]) -> str:
    return _BETWEEN * found.group().count(_BETWEEN) if is_pinyin(_syllable(found)) else found.group()


class Repair(msgspec.Struct):
    """What a text needs: ``pinyin`` groups taken off, ``traditional`` characters converted, ``marks`` undone."""

    pinyin: bool = False
    traditional: bool = False

    @property
    def needed(self) -> bool:
        """Whether anything is to be done."""
        return self.pinyin or self.traditional


def diagnose(text: str) -> Repair:
    """What kinds of debris a whole text has. ``text`` is all of a document's text, of any length."""
    pinyin = False
    if len(_BRACKETED_LETTER.findall(text)) >= FEWEST_GROUPS:
        count = 0
        for found in _GROUP.finditer(text):
            if is_pinyin(_syllable(found)):
                count += 1
                if count >= FEWEST_GROUPS:
                    pinyin = True
                    break
    # Where pinyin shows what a clone site did, one sign is enough.
    fewest = 1 if pinyin else FEWEST_SIGNS
    return Repair(pinyin, bool(_signs().search(text)) and len(set(_signs().findall(text))) >= fewest)


def repair_text(text: str, repair: Repair) -> str:
    """``text`` with the debris of ``repair`` undone; line breaks stay where they are."""
    if repair.pinyin:
        text = _GROUP.sub(_without_group, text)
        # A doubled group leaves its twin behind a character that is now followed by a bracket again.
        text = _GROUP.sub(_without_group, text)
        text = _RUNS_OF_MARKS.sub(" ", text)
        text = _LONE_MARK.sub(_lost_space, text)
    if repair.traditional:
        text = _converter().convert(text)
        facts = load_toml("script.toml")
        if any(term in text for term in facts["taiwan"]["signs"]) and facts["taiwan"]["own"] not in text:
            for word, term in facts["taiwan"]["words"].items():
                text = text.replace(word, term)
        for rule in load_toml("script.toml")["corrections"]:
            text = text.replace(rule["wrong"], rule["right"])
    return text


def _lost_space(found: re.Match[str]) -> str:
    before = found.string[max(0, found.start() - 16) : found.start()]
    words = load_toml("script.toml")["mirror"]["question_words"]
    return "?" if any(word in before for word in words) else " "


def spam_in(text: str) -> str:
    """The first words of a page's text that no government portal prints, else ``""``."""
    return next((word for word in load_toml("script.toml")["mirror"]["spam"] if word in text), "")


def stand_in(text: str) -> str:
    """The betting shop whose name a clone site (冒名站) put where a report names its place or its matter
    (``某某体育平台网址人民政府``), else ``""``. ``text`` is the beginning of a report, where such names stand first.
    """
    found = _pattern("stand_ins").search(text)
    return found.group() if found else ""


def _strip_marks(text: str, *, lost_spaces: bool) -> str:
    """A line without the ``?`` that its non-breaking spaces became: leading, in runs, after a comma, between words."""
    if not text.strip("?？ "):
        return ""
    text = _RUNS_OF_MARKS.sub(_GAP, _LEADING_MARKS.sub("", text))
    text = _MARK_AFTER_SIGN.sub("", text)
    return (_LONE_MARK.sub(_lost_space, text) if lost_spaces else text).strip()


def _repair_marks(page: Page, text: str) -> None:
    """Undoes in a page's lines what non-breaking spaces became: ``?``, U+FFFD, ``Â``, ``&nbsp;`` printed as text."""
    marks = "?" in text or "？" in text
    if "�" in text or "Â" in text or _PRINTED_ENTITY.search(text):
        for block in page.blocks:
            block.text = _PRINTED_ENTITY.sub(_as_character, _BROKEN_SPACES.sub(_GAP, block.text)).strip()
    if marks:
        # A lone mark between two words is a lost space where the page has several and none asks a question.
        lost = len(_LONE_MARK.findall(text)) >= FEWEST_GROUPS
        for block in page.blocks:
            if "?" in block.text or "？" in block.text:
                block.text = _strip_marks(block.text, lost_spaces=lost)


def _as_character(found: re.Match[str]) -> str:
    return unescape(found.group()).replace("\xa0", " ")


def _compatible(found: re.Match[str]) -> str:
    char = found.group()
    return unicodedata.normalize("NFKC", char) if unicodedata.category(char) != "Mn" else ""


def _is_plain(text: str) -> bool:
    """Whether all characters of a text are of the common set (GBK): a test that costs next to nothing."""
    try:
        text.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True


def _repair_forms(page: Page, text: str) -> None:
    """Turns radicals and compatibility forms, as converters of fonts print them, into the characters they stand for."""
    if _ODD_FORMS.search(text):
        for block in page.blocks:
            block.text = _ODD_FORMS.sub(_compatible, block.text)
        for grid in page.grids:
            for row in grid.rows:
                for cell in row:
                    cell.text = _ODD_FORMS.sub(_compatible, cell.text)
    if _ODD_FORMS.search(page.title):
        page.title = _ODD_FORMS.sub(_compatible, page.title)


def page_text(page: Page) -> str:
    """All text of a page, one line per block and table row."""
    lines = []
    for block in page.blocks:
        if block.grid < 0:
            lines.append(block.text)
        else:
            lines.extend(["\t".join([cell.text for cell in row]) for row in page.grids[block.grid].rows])
    return "\n".join(lines)


def repair_page(page: Page, text: str) -> Repair:
    """Undoes the debris of a page in place, in blocks, tables, links' texts, title and meta; says what it was.

    ``text`` is :func:`page_text` of the page, which the caller has at hand.
    """
    repair = diagnose(text)
    if repair.needed:
        _repair_strings(page, repair)
    if not _is_plain(text):
        _repair_forms(page, text)
    _repair_marks(page, text)
    return repair


def _repair_strings(page: Page, repair: Repair) -> None:
    """One conversion for the whole page: the strings are joined, repaired and taken apart again."""
    cells = []
    for grid in page.grids:
        seen: set[int] = set()
        for row in grid.rows:
            for cell in row:
                if id(cell) not in seen:
                    seen.add(id(cell))
                    cells.append(cell)
    blocks: list[Block] = page.blocks
    keys = list(page.meta)
    strings = [page.title, *(page.meta[key] for key in keys), *(block.text for block in blocks)]
    strings += [*(cell.text for cell in cells), *(link.text for link in page.links)]
    # The sign between two strings is no white space: a group that begins one must not swallow it.
    joined = _BETWEEN.join(string.replace(_BETWEEN, "") for string in strings)
    repaired = iter(repair_text(joined, repair).split(_BETWEEN))
    page.title = next(repaired)
    for key in keys:
        page.meta[key] = next(repaired)
    for block in blocks:
        block.text = next(repaired).strip()
    for cell in cells:
        cell.text = next(repaired).strip()
    for link in page.links:
        link.text = next(repaired).strip()
