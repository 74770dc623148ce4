"""Of what a figure is (类别、渠道): the label as printed, and whether the words before it name another organ."""

from __future__ import annotations

import re

from crawler.report.statistics.rules import rules
from crawler.report.text.figures import BRACKETS

LONGEST_LABEL = 60
#: A list of subjects (公开财政、教育、医疗等信息) may be longer.
_LONGEST_LIST = 100
_SUBJECTS = re.compile(r"、.*、.*、.*等.{0,16}$")
#: Of these no category is left without its verb: 社区事务公开, 重大决策预公开, 新闻发布.
_VERB_OF_NAME = re.compile(r"(?:事务|[^信息文件]业务|^业务|[村政校厂院队党财警]务|决策预|预|新闻|权威|数据)$")
_LEVEL = re.compile(r"^(?:本|我|全)?[省市县区州旗]")
_GOVERNMENT = re.compile(r"[省市县区镇乡]?(?:人民)?政府")
#: … with its own office: 县政府及县政府办公室.
_SEAT = re.compile(
    r"(?:(?:^|[、及和与])(?P<level>[省市县区旗州盟])?(?:(?:人民)?政府(?:(?:及其?)?办公[室厅]|本级|机关)?|府办(?:公[室厅])?))+"
)
_QUOTED = re.compile(r"(?:其中|包括|含|和|、|：|，)*[“\"](?P<name>[^“”\"]{2,20})[”\"]")
#: A place without 市 or 县 before an agency's name: 白银高新区.
_LONGEST_PLACE = 3
#: Between two channels that are told of apart.
_BETWEEN = re.compile(r"[\d。；]|公开|发布|推送")
#: Behind the first of several channels.
_AND_MORE = re.compile(r"[、及和与][^，。；]*(?:等|微信|微博|公众|客户端|抖音|头条|新媒体|公开栏)")
#: Behind a channel and its figure: the next one is of all channels.
_SUMMED = re.compile(r"\d[^，；。]*[，；](?:累计|合计|总计|共计)")
#: The places before an agency's own name.
_PLACE = re.compile(r"^(?:[^省市县区州旗盟]{1,8}(?:自治[区州县]|[省市县区州旗盟]))+(?=.{4})")
#: All bodies of a region together: 全市62个单位.
_EVERY = re.compile(r"全[省市县区旗州盟](?:[\d一二三四五六七八九十百]+[个家]|各级?|所有)?(?:行政机关|单位)")
#: A shorter name might be a word.
_SHORTEST_NAME = 5
_AFFAIRS = ("政务", "党务", "事务")
_NAME = re.compile(r"“[^“”]*”")
#: A column of a site among others: 政务公开52条、信息公开8条.
_COLUMN = ("、信息公开", "，信息公开")
#: What names no part of a list but all of it.
_ALL = re.compile(r"(?:政府)?(?:信息)?(?:公开)?")
#: What no unit of ours counts, before the kind that a figure counts: 价格调整21批次、采购公告188条.
_COUNTED_BEFORE = re.compile(r".*\d[余多]?[^、年月日\d]{1,4}、")
_SAID_TWICE = re.compile(r"(?<!信息)(?:公开|发布)(?:各类|政府|政务)?信息$")
_PAIRS = (("“", "”"), ("‘", "’"), ("《", "》"), ("（", "）"))
_MARKS = frozenset("“”‘’《》（）")
_CHANNEL = re.compile(
    r"(?:^|[，；。：通过利用依托借助在向于])(?P<c>[^，；。：过用托助在向于]{0,16}?"
    r"(?:网站|门户网站?|(?<!互联)(?<!在)网(?=，)|公众号|订阅号|服务号|微信(?:公众号)?|微博|客户端|抖音号?|头条号|新媒体)(?:平台|账号)?"
    r"|(?:编[发印写]|印发|出版|发行)?(?P<journal>《[^《》]{2,16}》)(?=\d+期))"
)


def trim(text: str) -> str:
    """The words before a figure without time, conjunctions and sums: ``其中：工作动态类信息共`` → 工作动态类信息."""
    labels = rules().labels
    text = _unquote(BRACKETS.sub("", text))
    while True:
        shorter = _unquote(labels["after"].sub("", labels["before"].sub("", text)))
        if shorter == text:
            return text
        text = shorter


def _unquote(text: str) -> str:
    """``text`` without quotation marks around all of it, or ones whose partner was cut off."""
    for opening, closing in () if _MARKS.isdisjoint(text) else _PAIRS:
        while text.startswith(opening) and (text.endswith(closing) or closing not in text):
            text = text.removeprefix(opening).removesuffix(closing)
        if opening not in text:
            text = text.strip(closing)
    return text


def is_generic(text: str) -> bool:
    """Whether words say no more than "information": 各类政府信息, 公开数量."""
    return rules().labels["generic"].match(text) is not None


def is_own(text: str, agency: str) -> bool:
    """Whether words name the reporting agency: 我局, 本乡, its name or the end of it."""
    if any(rules().labels["self"].match(text[max(text.rfind(sign), 0) :]) for sign in "我本"):
        return True
    if not agency:
        return False
    seat = _SEAT.fullmatch(text)
    government = re.sub("办公[室厅]$", "", agency)
    if seat is not None and government.endswith(("人民政府", *"省市县区旗州盟")):
        return seat["level"] is None or government.removesuffix("人民政府").endswith(seat["level"])
    if _GOVERNMENT.fullmatch(text):
        return agency.endswith(("政府", "镇", "乡", "街道", "县", "市", "区", "办事处"))
    name = text.removesuffix("办事处").removesuffix("人民政府")
    bare = _LEVEL.sub("", name)
    short = len(bare) >= 3 or bare != name  # 县文委 of 某县文化委员会
    return len(bare) >= 2 and (bare in agency or agency in text or (short and _shortens(bare, agency)))


def _shortens(name: str, agency: str) -> bool:
    """Whether ``name`` leaves out characters of ``agency`` behind its place: 人防办 of 某市人民防空办公室.

    社保局 is none of 某县人力资源和社会保障局, but another organ.
    """
    starts = (at for at, char in enumerate(agency) if char == name[0])
    start = next((at for at in starts if at <= _LONGEST_PLACE or agency[at - 1] in "省市县区州旗盟"), None)
    if start is None:
        return False
    rest = iter(agency[start:])
    return all(char in rest for char in name)


class OwnName:
    """The agency's name without its place (市场监管局), which a text prints with any part of it (县市场监管局)."""

    def __init__(self, agency: str) -> None:
        bare = _PLACE.sub("", agency)
        self._bare = bare if len(bare) >= _SHORTEST_NAME else ""
        self._places = agency.removesuffix(bare) + "省市县区州旗"

    def replaced(self, text: str, word: str) -> str:
        """``text`` with ``word`` for the name; a pattern with the name in it would be compiled anew for each report."""
        if not self._bare or self._bare not in text:
            return text
        *before, rest = text.split(self._bare)
        return word.join([*(part.rstrip(self._places) for part in before), rest])


def is_organ(text: str) -> bool:
    """Whether words end as an organ's name does (区社保局)."""
    return 2 < len(text) <= 20 and re.search(rules().labels["organ"].pattern + "$", text) is not None


def disclosed_label(left: str, agency: str, *, listed: bool) -> tuple[str | None, bool] | None:
    """``(label, other)`` of a figure of disclosures, from the words before it; ``None`` where they are no such words.

    The label is the category after the verb (发布工作动态 → 工作动态), else the channel before it (通过政府网站公开
    → 政府网站); ``None`` for the total. ``other`` tells that another organ disclosed it. ``listed``: part of a list.
    """
    labels = rules().labels
    text = BRACKETS.sub("", left)
    if listed and (quoted := _QUOTED.fullmatch(text)):
        return quoted["name"], False  # “重大决策预公开”14条
    if text.lstrip("，、；") == "政务公开":
        return "政务公开", False  # 党务公开52条，政务公开206条
    if listed and text in _COLUMN:
        return text[1:], False
    names = [match.span() for match in _NAME.finditer(text)] if "“" in text else []  # 微信公众号“黄桥发布”
    verbs = [verb for verb in labels["verb"].finditer(text) if not any(a < verb.start() < b for a, b in names)]
    if len(verbs) > 1 and text[: verbs[-1].start()].endswith(_AFFAIRS):
        verbs.pop()  # 发布政务公开信息
    if listed and rules().lists["other"].search(label := trim(text)):
        rest = text[verbs[-1].end() :] if verbs else "的"
        if is_generic(rest) and not rest.startswith("的"):
            bare = trim(text[: verbs[-1].start()])
            label = label if bare.endswith(("应", "应当")) else bare  # 其他方式公开信息12条; 其他应主动公开的信息9条
        return (label, False) if len(label) <= LONGEST_LABEL else None
    if not verbs:
        label = trim(text)
        vague = _ALL.fullmatch(label) if listed else is_generic(label) and not label.endswith("目录")
        return (label, False) if label and len(label) <= LONGEST_LABEL and not vague else None
    start = verbs[-1].start()
    for verb in reversed(verbs[:-1]):
        between = text[verb.end() : start]
        filler = not between or (not listed and (is_generic(between) or not trim(between)))
        start = verb.start() if filler else start  # 发布各类主动公开信息; 向社会公开2024年度共发布
    before, after = text[:start], trim(text[verbs[-1].end() :])
    if labels["self"].match(after.removesuffix("信息")) or after.removesuffix("政府信息") in agency:
        after = ""  # 主动公开街道信息; a health bureau's 卫生政府信息
    subject = trim(before)
    channel = labels["channel"].search(before)
    several = not listed and channel is not None and labels["total"].search(channel["c"]) is not None
    if channel is not None and not listed and "、" in channel["c"] and before.startswith("等", channel.end("c")):
        several = True  # 通过局网站、县政府网站等主动公开信息: not all channels are named
    if not listed and labels["total"].search(after):
        after = ""
    if after and not is_generic(after) and not (channel and not several and _SUBJECTS.search(after)):
        after = labels["before"].sub("", _COUNTED_BEFORE.sub("", after))
        whole = listed and subject and not is_generic(subject) and not is_own(subject, agency)
        whole = whole and not rules().lists["channels"].search(subject)
        label = trim(text) if whole and not channel else after
        if len(label) <= (_LONGEST_LIST if _SUBJECTS.search(label) else LONGEST_LABEL):
            return label, False
        if not channel:
            return None
    if channel:
        named = trim(_SAID_TWICE.sub("", channel["c"]))
        return (named, False) if named and not several and not is_generic(named) else (None, False)
    if listed and subject and (verbs[-1].group() == "公示" or (not after and _VERB_OF_NAME.search(subject))):
        return trim(text), False
    if not subject or is_generic(subject):
        return None, False
    if rules().lists["channels"].search(subject) and not rules().labels["self"].match(subject):
        return _channel_name(subject), False
    subject = trim(labels["activity"].sub("", subject))
    if not subject or is_own(subject, agency) or is_own(subject.removesuffix("信息"), agency):
        return (subject if listed and subject else None), False
    if rules().region.search(subject):
        return (subject if listed else None), False
    if is_organ(subject):
        return (subject if listed else None), listed or bool(agency)
    subject = trim(text) if verbs[-1].group() == "公示" and not after else subject  # 许可公示212条
    return (subject, False) if len(subject) <= LONGEST_LABEL else None


def kind_behind(right: str) -> str | None:
    """The kind of information that the words behind a figure name: 380条财政资金信息."""
    senses = rules().senses
    kind = senses["kind_behind"].match(right)
    return None if kind is None or senses["no_kind_behind"].search(kind["kind"]) else trim(kind["kind"])


def subject_before(earlier: str) -> str | None:
    """The subject that the clause before a figure's names: 一是招标采购方面，公开信息71条."""
    told = rules().senses["told_of"].search(earlier) if "，" in earlier or "：" in earlier else None
    name = (told["name"] or told["kind"]) if told is not None else ""
    if not name or "公开" in name or rules().senses["no_topic"].search(name):
        return None
    return trim(name)


def bodies_before(left: str) -> str:
    """The bodies below a government that the words before a figure name as those who disclosed it, else ``""``."""
    verbs = list(rules().labels["verb"].finditer(left))
    subject = trim(left[: verbs[-1].start()]) if verbs else ""
    every = _EVERY.fullmatch(subject) is not None
    return subject if not every and rules().bodies.fullmatch(subject) and len(subject) <= LONGEST_LABEL else ""


def applicant_label(left: str, *, listed: bool) -> str | None:
    """The applicant, the way of applying, or in a list the body that was asked, which the words before a figure name;
    ``None`` for all applications."""
    lists, senses = rules().lists, rules().senses
    if way := lists["application_way"].search(left):
        return way["way"]
    label = senses["before_applicant"].sub("", trim(left))
    label = senses["on_request"].sub("", senses["after_applicant"].sub("", label))
    if label in ("", "申请") or len(label) > LONGEST_LABEL or is_generic(label):
        return None
    if listed and is_organ(f"各{label}") and not lists["no_body"].search(label):
        return label  # 受理159件，其中部门受理85件，乡镇受理16件
    known = lists["application_labels"].search(label)
    if lists["no_application_label"].search(label):
        return None
    if known and (listed or known.start() == 0) and not senses["all_applications"].search(label):
        return label
    return None


def earlier_channel(text: str, agency: str) -> str | None:
    """The channel that an earlier clause of a sentence names: 依托微信公众号，全年发布信息100条 → 微信公众号."""
    found = None
    for match in _CHANNEL.finditer(text):
        if found is not None and not _BETWEEN.search(text, found.end(), match.start("c")):
            return None  # one of several: 通过显示屏，公众号，政府网站等载体
        found = match
    if found is None or _SUMMED.search(text, found.end()) or _AND_MORE.match(text, found.end()):
        return None
    name = _channel_name(trim(found["journal"] or found["c"]))
    return name if len(name) <= LONGEST_LABEL and not is_generic(name) else None


def _channel_name(subject: str) -> str:
    """The channel without the agency before it and what it did: 我局门户网站更新 → 门户网站."""
    name = rules().labels["activity"].sub("", subject).removesuffix("信息")
    name = re.sub("(?<!^网)[上中里]$", "", name)
    return re.sub(r"^(?:[我本](?:局|委|办|县|市|区|镇|乡|街道|单位|机关))?以?", "", name) or subject
