"""The figures of a sentence as items of a list (清单中的数), each with its words, and the lists that they make."""

from __future__ import annotations

import re

import msgspec

from crawler.report.audits.wording import pattern
from crawler.report.statistics.rules import rules
from crawler.report.text.figures import Figure, find_figures

SEPARATORS = "，、；：（）和及与"
#: Words behind a figure that name it, before the next one: 3件[予以公开，]1件….
_AFTER = re.compile(
    r"(?P<after>[^，。；：、（）]{1,20})(?:，[^，。；：、（）\d]{1,12}(?=；))?(?P<sign>[，；、](?:其中)?)"
)
#: … and the last of such a list: 5条正在办理[；领导信箱来信]34封.
_AFTER_LAST = re.compile(r"(?P<after>[^，。；：、（）]{2,20})(?=；[^；]{2})")
#: What became of all that a part counts: 属于公开范围的30件[，全部公开]；部分公开4件.
_DONE_WITH_ALL = re.compile(r"^，(?:均|全部|都|已)[^，。；：、\d]{1,10}(?=；)")
#: 15个工作日 are no count of anything.
_TIME = re.compile("[个]?(?:工作日|自然日|小时|月(?!报))")
#: 占总数的32.7%和67.3%: of which parts is said before.
_MORE_SHARES = re.compile(r"(?:和|与|及|、)\d")
#: 一是…，二是…: numbers of parts.
_NUMBERED = re.compile(r"^[一二三四五六七八九十]是")
#: 13件[申请]按期答复12件, 480条[信息，]机构领导20条: what the whole counts, right behind it.
OF_WHAT = re.compile(
    r"(?:政府信息公开|依申请公开)?申请(?:中，?|，|[^，。；\d]{0,10}(?:办结|答复|办理)[^，。；\d]{0,4}，(?:其中)?)?"
    r"|(?:各类)?(?:政府|政务)?(?:公开)?信息(?:(?:均|已|全部|主动|依法|及时|对外|向社会)*(?:公开|公布|发布|公示))?[，：]"
    r"|(?:均|全部|都)[^，。；\d]{0,10}(?:办结|答复|办复|办理完毕)，"
)
#: What has been settled, of applications.
SETTLED = re.compile(r"办结|答复|办理完毕")
#: What was carried in from the year before, which makes a whole with what was received.
BROUGHT = re.compile(
    r"(?:上(?:一)?年度?|去年|20\d\d年度?).{0,4}(?:结转|转结|转入)|(?:结转|转结)上|^[，、（]?(?:含|其中)?结转$"
)
#: 共办理11件（含结转1件）: the whole has them already.
CONTAINED = re.compile(r"含|其中|包括")
#: 占比分别为30%和28.5%: shares of the parts before, in their order.
_IN_TURN = re.compile(r"占[^，。；\d]{0,6}(?:分别|依次)")
#: 答复率95.2%: the share of nothing that stands beside it.
_RATE = re.compile(r"率[为达]?$")
#: 其中[发布]人事信息2条，[更新]指南4条: what was done with all of them.
_VERB = re.compile(r"^(?:(?:制定|编制|编写|制作|印发)[并和、])?(?:发布|推送|公布|更新|公开|登载)(?!会)(?=[^，\d]{2})")
_QUOTED = re.compile(r"“[^“”]{1,20}”")
#: What a name or a clause begins behind.
_SIGN, _STOP, _CUT = re.compile("[，、；：（）]"), re.compile("[，。；、]"), re.compile("[，；：]")
_JOINED, _END = re.compile("[、和及与]"), re.compile("[，。；）]")
_LONGEST_LABEL = 40
#: How many characters at the end of a name say of what kind it is.
_KIND = 2
#: 其余为动态和通知，共79条: the last of a list.
_REST = re.compile(r"^(?P<rest>[，；、]其[余他它][^，。；：\d]{0,20})，共计?$")
#: What texts are counted in: a list of texts may count each kind in its own (公告12条、文件31份、动态43篇).
TEXTS = frozenset((*"条件份篇期则个", "条次"))
#: 12个专栏，[其中新开3个]: a list of what counts no texts, of which read_items takes no figure.
_PLACES = re.compile(r"\d个[^，。；：\d]{2,6}，$")


class Part(msgspec.Struct, gc=False):
    """A figure of a list with the words before it; ``after``: those behind it where it is named so (3件予以公开).

    ``share`` is the per cent printed behind it, ``share_base`` what it is said to be a share of. ``host`` is where the
    figure before it begins, or that before the bracket that it stands in; -1 where there is none.
    """

    figure: Figure
    label: str
    after: str = ""
    share: Figure | None = None
    share_base: str = ""
    host: int = -1


class Listing(msgspec.Struct):
    """A whole with its parts, from the sentence ``quote``; ``known``: all other figures of its unit before it.

    ``words`` stand before the whole, which may stand ``apart``, in an earlier sentence; ``strong``: words or signs say
    that parts follow; ``summed``: the total stands behind its parts; ``cut``: the list may go on, or says that it is
    not whole; ``exact``: nothing else can be meant by the whole (a bracket right behind it, 16件中，…).
    """

    whole: Figure
    parts: list[Part]
    quote: str
    known: list[Part]
    words: str = ""
    strong: bool = False
    summed: bool = False
    cut: bool = False
    apart: bool = False
    exact: bool = False


def read_items(text: str, before: str = "", host: int = -1) -> list[Part]:
    """The counts of a text, each with the words from the count or share before it, and its own share.

    ``before`` is the sign that the text stands behind, ``host`` where the figure before that begins.
    """
    found: list[Part] = []
    end = 0
    quoted = [match.span() for match in _QUOTED.finditer(text)] if "“" in text else []
    in_turn: list[Figure] = []
    for figure in find_figures(text):
        words = text[end : figure.start]
        if figure.unit == "%":
            if _RATE.search(words):
                end = figure.end  # 办结20件，答复率95.2%，1件在办
            elif in_turn or (_IN_TURN.search(words) and _MORE_SHARES.match(text, figure.end)):
                in_turn.append(figure)
                if not _MORE_SHARES.match(text, figure.end):
                    _share_in_turn(found, in_turn)
                    in_turn, end = [], figure.end
            elif found and found[-1].share is None and "占" in words and not _MORE_SHARES.match(text, figure.end):
                found[-1].share, found[-1].share_base, end = figure, words, figure.end
            continue
        if (
            not figure.unit
            or _TIME.match(text, figure.end - 1)
            or any(begin < figure.start < close for begin, close in quoted)
        ):
            continue  # “五通桥发布” counts nothing
        words = _DONE_WITH_ALL.sub("", words) if found and words[:1] == "，" else words
        if found and not found[-1].label.strip(SEPARATORS) and (named := _AFTER_LAST.match(words)):
            found[-1].after, words = named["after"], words[named.end() :]
        named = _AFTER.fullmatch(words) if found and not OF_WHAT.fullmatch(words) else None
        if named and named["after"] not in "中里":  # 3件中，2件涉及…
            found[-1].after, words = named["after"], named["sign"]
        words = words if found else before + words
        words = _REST.sub(r"\g<rest>", words) if words[1:2] == "其" else words
        several = _JOINED.split(words.removesuffix("各")) if words.endswith("各") else []
        told_of = host if before or not found else found[-1].figure.start
        if len(several) > 1 and all(several[1:]) and not pattern("another").search(words.lstrip(SEPARATORS)):
            found += [Part(figure, f"{'、' if at else ''}{name}", host=told_of) for at, name in enumerate(several)]
        else:
            found.append(Part(figure, words, host=told_of))
        end = figure.end
    if found and found[-1].label.strip(SEPARATORS) in ("", "其中", "另有", "还有", "其余", "另外"):
        found[-1].after = _END.split(text[found[-1].figure.end :], maxsplit=1)[0]
    return found


def _share_in_turn(parts: list[Part], shares: list[Figure]) -> None:
    """Gives several shares to as many parts before them."""
    if len(shares) <= len(parts):
        for part, share in zip(parts[-len(shares) :], shares, strict=True):
            part.share, part.share_base = share, "占"


def is_part(part: Part) -> bool:
    """Whether the words before a figure, or a share behind it, set it out as a part (申请公开批文的6件)."""
    told = part.share is not None or part.label.endswith("的") or part.label.startswith(tuple(SEPARATORS))
    return told or pattern("opens").search(part.label) is not None


def is_one(part: Part) -> bool:
    """Whether the words before a figure set it out as one of a list, whatever it counts: 其中自然人申请, 、法人申请."""
    return part.label.startswith("、") or pattern("opens").search(part.label) is not None


def name_of(part: Part) -> str:
    """The label of a part as a reader would say it."""
    if part.after:
        return part.after
    return _SIGN.split(pattern("opens").split(part.label)[-1].strip("，、；：（）和及"))[-1] or "?"


def is_again(one: Part, other: Part) -> bool:
    """Whether two parts are one: their names and figures are the same."""
    return (one.figure.value, one.figure.unit, name_of(one)) == (other.figure.value, other.figure.unit, name_of(other))


def last_clause(part: Part) -> str:
    """The last clause of the words before a figure: 申请，已答复 → 已答复."""
    return _STOP.split(OF_WHAT.sub("", part.label, count=1))[-1]


def on_channel(words: str) -> bool:
    """Whether words name a channel: 网站, 微博, 公示栏."""
    return rules().lists["channels"].search(words) is not None


def is_total(part: Part) -> bool:
    """Whether the words before a figure say that it counts all there was, or sums up."""
    return pattern("total").search(part.label) is not None or pattern("summed").search(part.label) is not None


def run_of(items: list[Part], start: int, unit: str, *, free: bool = False, of_texts: bool = False) -> list[Part]:
    """The items from ``start`` on that are parts of one list; the first one may have any words before it.

    They have the same ``unit``; but parts of texts (``of_texts``) may each have their own in a list that is set out as
    one (其中：公告12条、文件31份).
    """
    run: list[Part] = []
    strong = acts = kept = False
    opener = ""
    for at, part in enumerate(items[start:], start):
        opened = pattern("opens").findall(part.label)
        following = items[at + 1].label if at + 1 < len(items) else ""
        opens_list = following.startswith("：") or pattern("outcome").search(following)
        if opens_list and pattern("settled").search(part.label):
            break  # 按时办结12件：同意公开8件…, 办结12件；同意公开8件…: a whole of its own
        if not run:
            strong = bool(opened) or pattern("outcome").search(part.label) is not None
            opener = opened[-1] if opened else ""
            kept = bool(opened) and pattern("kept").match(_behind_opener(part.label)) is not None
            acts = of_texts and bool(opened) and _VERB.match(_behind_opener(part.label)) is not None
        elif opened and opened[-1] == opener and opener != "其中":
            part = Part(part.figure, part.label.replace(opener, ""), part.after, part.share, part.share_base)
        elif acts and _VERB.match(label := part.label.lstrip(SEPARATORS)):  # one verb of making known before each
            name = part.label[: -len(label)] + _VERB.sub("", label)
            part = Part(part.figure, name, part.after, part.share, part.share_base)
        bare = part.after and not run and not opened
        words = part.label[-1:] if bare else part.label
        mixed = of_texts and opener != "" and (not on_channel(part.label) or bool(run and on_channel(run[0].label)))
        alike = part.figure.unit.removesuffix("次") == unit.removesuffix("次")
        texts = mixed and {part.figure.unit, unit} <= TEXTS and pattern("events").search(part.label) is None
        same = alike or texts
        before = items[at - 1].label if at else ""
        if not same or not _links(words, before, opening=not run, free=free, strong=strong, kept=kept):
            break
        run.append(part)
    return run


def _behind_opener(words: str) -> str:
    """What stands behind the last word that opens a list."""
    return pattern("opens").split(words)[-1].lstrip(SEPARATORS)


def _ends_list(words: str) -> bool:
    """Whether the words before a figure end the list before it: it opens another one, or is the total of it."""
    return pattern("opens").search(words) is not None or pattern("summed").search(words) is not None


def _links(words: str, before: str, *, opening: bool, free: bool, strong: bool, kept: bool) -> bool:
    """Whether the words before a figure make it a part: a sign and a label, for the first one what opens the list.

    ``before`` are those of the figure before it; ``kept``: the list begins with what was kept of texts in force.
    """
    label = words.lstrip(SEPARATORS)
    if pattern("anew").search(words) and words[-_KIND:] != before[-_KIND:]:
        return False  # 现场咨询8件；电话咨询9件 are of one kind
    if opening:
        if opened := list(pattern("opens").finditer(words)):
            if _PLACES.search(words, 0, opened[0].start()):
                return False
            label = _VERB.sub("", _behind_opener(words))
        elif free:
            label = _CUT.split(words)[-1]
        elif of_what := OF_WHAT.match(words):
            label = words[of_what.end() :]
        elif words[:1] not in SEPARATORS:
            return False
    elif words[:1] not in SEPARATORS or any(map(_ends_list, (words, _NUMBERED.sub("", label)))):
        return False
    if len(label) > _LONGEST_LABEL or "，" in label or "；" in label:
        return False
    other = pattern("another").search(label)
    if kept and pattern("dropped").match(label):
        return True
    return other is None or (strong and pattern("carried").match(label) is not None)


def is_left(part: Part) -> bool:
    """Whether a figure counts what is not settled: 1件结转下年度办理."""
    return any(pattern("left").search(words) for words in (part.label, part.after))


def was_carried(part: Part, whole: Part) -> bool:
    """Whether an item behind a whole is what was carried in to it."""
    label = part.label.lstrip(SEPARATORS)
    return part.figure.unit == whole.figure.unit and pattern("carried").match(label) is not None
