"""The words of a sentence with a list (清单的句子): without what is no figure of it, and its brackets apart."""

from __future__ import annotations

import re

from crawler.facts import patterns
from crawler.report.text.figures import BRACKETS, TITLE, fold_sentence

#: 教育方面[，公开信息]23条: what was done stands between a name and its count.
_SAID = re.compile(r"(?:(?<=方面)|(?<=类)|(?<=类信息))，(?:主动)?(?:公开|发布)(?:信息|文件)?(?=\d)")
#: 征收补偿（17件）、违法建筑（5件）: a count in brackets behind its name is a count.
_COUNT = r"（(?:共|计)?(\d+(?:[条件份篇宗起次项个则例期]|人次|件次|条次))）"
#: 予以公开7件（43.75%），部分公开2件（12.5%）: a per cent in brackets behind its count is its share.
_BRACKETED_SHARE = re.compile(r"(?<=[条件份篇宗起次])（(?:占比?)?([\d.]+%)）")
_BRACKETED_COUNTS = re.compile(rf"(?<![\d条件份篇宗起次项个则例期%])(?<!分别){_COUNT}(?=[、，。；和及以]|$)")
#: The number of a part, or of parts, that counts nothing: 第一，环评公示70条；第二，…; 两个渠道共计318条.
_NUMBER = re.compile(
    r"(?=[第两三四五六])(?:(?:^|(?<=[，；：]))第[一二三四五六七八]，|[两三四五六](?:项|[个种][^，。；：\d]{1,4}|大?类)(?=共|[合总]计))"
)
#: … of a list in one line: 类别有：1、机构5条；2、法规31条; ①动态41条②总结4条.
_COUNTED = re.compile(r"(?:(?P<sign>[：；，])[；]?)(?:\d{1,2}[、.．](?=[^\d]))?")
_CIRCLED = re.compile(r"；?[①-⑳]")
_CLAUSE = re.compile(r"[^，；：。]*[，；：。]|[^，；：。]+")
_YEAR = re.compile(r"^(?:而)?(20\d\d)年")
#: 2021年决算信息2条: the text is of another year, not what was done with it.
_TEXT_OF_YEAR = re.compile(
    r"^20\d\d年度?(?:(?!公开|发布|公布|收到|受理|答复|办理)[^，。；\d]){0,12}(?:预决?算|决算|年报|报告|总结|计划|要点)"
)


#: A pattern of ``[lists]`` in ``data/audits.toml``.
pattern = patterns("audits.toml", "lists")


def plain(sentence: str, year: int | None) -> str:
    """A folded sentence without titles, comparisons and figures of other years."""
    text = fold_sentence(sentence.strip())
    if "：1" in text or "①" in text:
        text = _COUNTED.sub(r"\g<sign>", _CIRCLED.sub("；", text))
    text = _NUMBER.sub("", TITLE.sub("《》", text) if "《" in text else text)
    if "（" in text:
        if "%）" in text and len(_BRACKETED_SHARE.findall(text)) > 1:
            text = _BRACKETED_SHARE.sub(r"，占\1", text)
        if len(_BRACKETED_COUNTS.findall(text)) > 1:
            text = _BRACKETED_COUNTS.sub(r"\1", text)
        text = BRACKETS.sub(lambda match: "" if _is_aside(match.group()[1:-1], year) else match.group(), text)
    if any(sign in text for sign in ("方面，", "类，", "信息，")):
        text = _SAID.sub("", text)
    return without_asides(text, year)


def without_asides(text: str, year: int | None = None) -> str:
    """A folded text without clauses that compare (比上年多17件) or, given the ``year``, tell of another one."""
    compares = pattern("aside").search
    return "".join([each for each in _CLAUSE.findall(text) if not (compares(each) or _is_of_another_year(each, year))])


def _is_aside(words: str, year: int | None) -> bool:
    return pattern("aside").search(words) is not None or _is_of_another_year(words, year)


def _is_of_another_year(clause: str, year: int | None) -> bool:
    other = _YEAR.match(clause) if year is not None and "20" in clause else None
    if other is None or int(other[1]) == year or "结转" in clause:
        return False
    return _TEXT_OF_YEAR.match(clause) is None


def without_brackets(text: str) -> tuple[str, list[str]]:
    """A sentence without its brackets, and what stands before each of them."""
    if "（" not in text:
        return text, []
    whole_of = [BRACKETS.sub("", text[: match.start()]) for match in BRACKETS.finditer(text)]
    return BRACKETS.sub("", text), whole_of
