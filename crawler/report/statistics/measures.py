"""What a figure counts (指标): decided by the words around it, else by the list it is a part of."""

from __future__ import annotations

import msgspec

from crawler.report.statistics.items import Group, Item, State
from crawler.report.statistics.labels import (
    LONGEST_LABEL,
    OwnName,
    applicant_label,
    bodies_before,
    disclosed_label,
    earlier_channel,
    is_generic,
    is_own,
    kind_behind,
    subject_before,
    trim,
)
from crawler.report.statistics.lists import OUTCOMES, is_listed, is_loosely_listed
from crawler.report.statistics.rules import Cue, rules
from crawler.report.statistics.subjects import acts, of_documents, of_others
from crawler.report.statistics.words import Words
from crawler.report.statistics.zero import objects_in
from crawler.report.text.figures import Figure

#: More than this is a misprint or digits that ran together.
_LARGEST = {"fees": 10_000_000.0, "disclosed": 20_000_000.0}
_LARGEST_OTHER = 2_000_000.0
#: Measures that a list of disclosures names as its categories: 政策解读13条 among 公开信息128条.
_CATEGORIES = frozenset(("normative_documents", "interpretations", "responses", "enquiries", "letters", "complaints"))
_OF_DOCUMENTS = frozenset(("applications_received", "applications_refused"))
#: Of these a section on problems tells that there were fewer than some number.
_SHORTCOMINGS = frozenset(("disclosed", "interpretations", "trainings", "meetings"))
_PROCEEDINGS = frozenset(("reviews", "lawsuits", "complaints"))
#: What is answered and settled too, but is no application: 行政复议4件，未办结1件.
_ANSWERED = frozenset(("letters", "enquiries", "complaints"))
_CASES = frozenset(("reviews", "lawsuits"))
_NONE = ("", None, False)
#: So far before a figure stands what its clause goes on about; looking further back would take a long time for nothing.
_NEAR = 160
#: Shorter words say what and where in so few characters that none of them misleads.
_SHORT = 6
#: Of these a list names kinds.
_WITH_PARTS = frozenset(("interpretations", "letters", "responses"))
_LONGEST_PART = 12
#: No list of texts has parts of these.
_NEVER_TEXTS = frozenset(("元", "人", "人次", "名", "位", "户", "家"))
#: The sense of words before a unit that then counts no texts.
_NO_TEXTS = {"个": "places", "项": "entries"}
#: Of these applicants and ways of applying are parts; 予以公开26件，信访类2件 are none.
_WHOLES = frozenset(("applications_received", "applications_answered", "applications_carried_in"))

#: ``(measure, label, whether another organ's)``.
Sense = tuple[str, str | None, bool]


class Classifier:
    """Tells what figures count, for the report of one agency of a ``kind``."""

    def __init__(self, agency: str, kind: str | None) -> None:
        self._agency = agency
        self._name = OwnName(agency)
        self._governs = kind == "government"
        self._rules = rules()

    def classify(self, item: Item, words: Words, state: State, group: Group | None) -> list[Item]:
        """The items that a figure is: one (with its measure set), several (行政复议、诉讼各1件), or none."""
        figure, left, senses = item.figure, words.left, self._rules.senses
        item.period, item.scope = state.period, state.scope
        item.so_far, item.new, item.dated = state.until or state.summed, state.new, state.said_year
        if (figure.value == 0 or senses["both"].search(left[-2:])) and figure.unit != "元":
            named = objects_in(left)
            if len(named) > 1:
                item.measure = named[0]
                return [msgspec.structs.replace(item, measure=measure) for measure in named]
        measure, label, other = self._sense(figure, words, state, group)
        more = measure == "applications_received" and state.context == "applications_answered" and left[:1] == "、"
        if more and not senses["asked_for"].search(left):
            measure = state.context  # 答复网上申请3件、纸质申请36件
        if not measure or figure.value > _LARGEST.get(measure, _LARGEST_OTHER):
            return []
        if measure == "disclosed" and label is None:
            label = subject_before(words.earlier)
        if measure == "disclosed" and label is None and group is None:
            label = kind_behind(words.right)
            if label is None and not other:
                part = self._part_of(item, words)
                if part is None:
                    return []
                label = part or None
        if measure == "disclosed" and label is None and group is None and "主动公开" not in left:
            if "分别" in left:
                return []  # 分别发布信息130条、100条: of which is said before
            label = earlier_channel(words.earlier, self._agency) if self._rules.senses["silent"].match(left) else None
            vague = self._rules.labels["verb"].search(left) and not senses["object"].search(left + words.right[:4])
            vague = vague and not (figure.unit == "条" and senses["about_disclosed"].search(words.above))
            if label is None and vague:
                return []  # 全年推送稿件138篇: of what, and where
        if measure == "disclosed" and label is None and group is None and "等" in left:
            beside = self._rules.senses["several_beside"].search(words.earlier[-_NEAR:])
            label = beside["channels"] if beside else None
        if label and "分别" in left and any(sign in label for sign in "、和与及"):
            return []  # 微博、公众号分别发布信息92条、306条
        whole = group.whole if group is not None else None
        same = whole is not None and (whole.measure, whole.period, whole.scope, whole.figure.unit) == (
            measure,
            item.period,
            item.scope,
            figure.unit,
        )
        if same and label is None and whole is not None and figure.value < whole.figure.value:
            dated = item.dated and not whole.dated and senses["names_year"].search(left) is not None
            if measure == "applications_received" and senses["newly"].search(left) and not whole.so_far:
                whole.measure = ""  # 受理22件，其中上年结转3件，当年新收19件: what there was to settle
            elif dated or (whole.so_far and not item.so_far):
                whole.period = "cumulative"  # 截至2021年底累计3000条，其中2021年600条; 总数203条，其中2021年新增62条
            elif measure == "disclosed" and "主动公开" in left and is_generic(trim(left.partition("主动公开")[0])):
                label = trim(left)  # 公开信息64条，其中主动公开52条，依申请公开12条
            elif measure == "disclosed" and (told := senses["names_part"].search(left)) is not None:
                label = told["name"]  # 发布信息8600条，其中政府信息公开信息390条
            else:
                return []  # a part without a name would pass for the whole
        item.measure, item.label = measure, label
        if measure.startswith("staff_"):
            item.period = "year"  # who has been at work since long is so in the year
        if measure in _WHOLES and senses["received_and_answered"].search(left):
            item.measure = "applications_received"  # 受理并办结信息公开申请5件
            return [item, msgspec.structs.replace(item, measure="applications_answered")]
        if other and not (self._governs and whole is not None and whole.scope == "region"):
            item.scope = "other"  # else: 全县公开3229条，其中政府部门公开2186条
        return [item]

    def _part_of(self, item: Item, words: Words) -> str | None:
        """What an unlabelled figure of disclosures is a part of: ``""``: it is a total, ``None``: it is not said.

        A total is not called a share, nor is it what the bodies below a government disclosed, or of one subject.
        """
        senses = self._rules.senses
        share = senses["its_share"].match(words.sentence[item.figure.end :])
        subject = bodies_before(words.left)
        if share is not None and float(share["share"]) < 100:
            return subject or None
        if subject and (item.scope == "agency" or (self._governs and item.scope == "region")):
            return subject
        alone = "计" not in words.left and "年" not in words.left  # else: 全年总计公开信息446条
        topic = senses["topic"].match(words.above) or (alone and senses["kind_heading"].match(words.above))
        if topic and not senses["no_topic"].search(topic["topic"]) and is_generic(trim(words.left)):
            return topic["topic"]
        return ""

    def _sense(self, figure: Figure, words: Words, state: State, group: Group | None) -> Sense:
        cues = self._rules.cues.get(figure.unit)
        left = words.left
        if state.context in _PROCEEDINGS and self._rules.senses["of_disclosure"].fullmatch(left):
            return state.context, None, False
        of_disclosed = group is not None and group.whole.measure == state.context == "disclosed"
        if of_disclosed and not left.strip("、和及与以（有其中另外"):
            named = self._rules.senses["kind_listed"].match(words.right)
            if named is not None:
                return "disclosed", trim(named["kind"]), False
        if "中" in left and "公开" in left:
            left = self._rules.senses["among_answers"].sub("", left)  # 答复中公开312件
        if figure.unit in _NO_TEXTS and self._rules.senses[_NO_TEXTS[figure.unit]].search(left):
            return _NONE  # 设68个栏目，其中一级栏目12个
        if ("提案" in left or "建议" in left) and not self._rules.senses["motions"].search(left):
            left = self._rules.lists["nouns"].sub("信息", left)  # 提案办理情况4条 is no 办理4条
        left = self._rules.senses["of_subject"].sub("", left) if "公开" in left else left
        if len(left) > _SHORT:
            left = self._rules.senses["place"].sub("", left)
            left = self._name.replaced(left, "我局")  # 审批服务局公开信息20条 is about no 审批
            if figure.unit != "次":
                left = self._rules.senses["subjects"].sub("公开信息", left)
        for cue in cues.fitting(left, words.right, words.around) if cues else ():
            if cue.zero and figure.value:
                continue
            sense = self._by_cue(cue, figure, words, state, group)
            if sense is None:
                break
            return sense
        return self._by_list(figure, words, state, group)

    def _by_cue(self, cue: Cue, figure: Figure, words: Words, state: State, group: Group | None) -> Sense | None:
        """The sense that a cue gives; ``None`` where the figure is rather a category of the list it stands in."""
        left, listed = words.left, is_listed(figure, words.left, state, group)
        measure = cue.measure
        both = "诉讼" in left and "复议" in self._rules.through.sub("", left)  # not 未经复议直接起诉的行政诉讼
        if both and figure.value and measure in ("reviews", "lawsuits"):
            return _NONE
        if measure in _PROCEEDINGS and self._rules.skip["judging"].search(words.segment(figure)):
            return _NONE
        unread = measure == "enquiries" and group is not None and not group.whole.measure
        if unread and self._rules.skip["complaint_line"].search(words.earlier):
            return _NONE  # 12358电话受理举报、投诉、咨询1264件，其中咨询986件
        before = words.earlier.rpartition("；")[2]
        if measure in _PROCEEDINGS and "公开" not in left and self._rules.skip["other_cases"].search(before):
            return _NONE
        if measure in _PROCEEDINGS and self._rules.skip["elsewhere"].search(words.sentence[figure.end :]):
            if not self._rules.senses["handled"].search(left):
                state.context, state.unit = measure, figure.unit
            return _NONE  # 行政复议7件，均与信息公开无关; 行政复议7件，其中信息公开类2件
        if measure.startswith("staff_") and self._rules.senses["each"].search(words.earlier):
            return _NONE
        spent = measure == "fees" and figure.value and "收取" not in left
        waived = spent and self._rules.senses["waived"].search(words.earlier)
        if waived or (spent and self._rules.senses["spending"].match(words.above)):
            return _NONE  # 减免3人次费用24元; under 事务支出情况
        few = figure.qualifier == "at_most" and ("问题" in words.above or "不足" in words.above)
        if few and (measure in _SHORTCOMINGS or measure.startswith("staff_")):
            return _NONE  # 专职人员不足3人
        if measure == "applications_answered" and self._rules.senses["of_business"].search(words.earlier[-_NEAR:]):
            return _NONE  # 12315受理投诉举报586件，办结586件
        if measure == "applications_answered" and (
            state.context in _ANSWERED or (state.context in _CASES and "申请" not in left)
        ):
            return _NONE
        again = measure == "letters" == state.context and group is None
        again = again and self._rules.senses["dealt_with"].match(left) is not None
        if again and not self._rules.senses["acts_alike"].match(before):
            return _NONE  # 收到网民留言231条，办结留言214条
        if measure in _OF_DOCUMENTS and (figure.value or listed) and of_documents(words):
            return _NONE  # 主动公开158条，依申请公开54条，不予公开24条
        asked = "申请" in words.earlier + words.above or self._rules.senses["of_applications"].search(words.sentence)
        if measure in OUTCOMES and not asked:
            return _NONE  # of documents, not of applications: 制作614条，不予公开583条; 受理申请2条
        of_texts = group is not None and not group.whole.measure.startswith("applications_")
        if measure == "applications_received" and of_texts and self._rules.senses["on_application"].search(left):
            return _NONE  # 文件58条，其中主动公开41条，依申请公开6条: to be had on application
        if measure == "letters" and group is not None and group.whole.measure == "enquiries":
            return "enquiries", trim(left)[:LONGEST_LABEL], False  # 咨询30人次，其中来电来访20次
        of_case = group is not None and group.whole.measure in _PROCEEDINGS  # 行政复议5件，其中责令重新答复1件
        if measure.startswith("applications_") and (of_case or of_others(words)):
            return _NONE  # 受理审批申请1200件，已办结1100件
        among = group is not None and group.whole.measure not in ("", "letters", "enquiries")
        if measure == "letters" and among and not self._rules.senses["replied"].search(left):
            # 收到申请8件，其中网上7件、来信1件; 回应关切40件，其中市长信箱30件
            return None if state.context in _WHOLES or state.context == "responses" else _NONE
        if measure in _CATEGORIES and listed and state.context == "disclosed" and not (state.named and group is None):
            behind = words.sentence[figure.end : figure.end + LONGEST_LABEL]
            told = group is None and self._rules.senses["interpreted"].search(f"{left}#{behind}")
            if not (told or acts(left) or self._rules.labels["verb"].search(left)):
                return None
        if (
            measure == "disclosed"
            and left[:1] in "、和及"
            and self._rules.senses["handed_on"].search(words.earlier[-_NEAR:])
        ):
            return _NONE
        if measure == "disclosed" and self._rules.senses["all_public"].match(words.right):
            return measure, None, False
        of_answers = group is not None and group.whole.measure in _WHOLES
        already = "已主动公开" in left or self._rules.senses["already"].search(words.earlier[-_NEAR:]) is not None
        already = already or (of_answers and "主动公开" in left)
        if already and self._rules.senses["outcomes"].search(words.sentence):
            return _NONE  # 答复结果：已主动公开2件，同意公开7件; 答复8件，其中主动公开2件，同意公开6件
        if measure == "disclosed" and figure.unit == "件" and self._rules.senses["of_motions"].search(words.earlier):
            return _NONE  # 收到提案15件，…，全文公开2件
        if measure == "disclosed":
            another = state.context.startswith("applications_") or state.context in _PROCEEDINGS
            # 受理申请9件，其中主动公开1件
            disclosed_before = self._rules.senses["already_public"].fullmatch(left) is not None
            outcome = listed and another and ("主动公开" not in left or disclosed_before)
            part = group is not None or (listed and words.earlier.rfind("（") > words.earlier.rfind("）"))
            return _NONE if outcome else self._disclosed(left, listed=part)
        label = cue.named(left)
        if measure == "applications_received" and label is None:
            label = applicant_label(left, listed=group is not None)
        elif label is None and group is not None and group.whole.measure == measure and not is_generic(trim(left)):
            label = trim(left)[:LONGEST_LABEL]  # 政策解读41篇，其中图片解读18篇
        return measure, label, False

    def _by_list(self, figure: Figure, words: Words, state: State, group: Group | None) -> Sense:
        left, senses = words.left, self._rules.senses
        listed = is_listed(figure, left, state, group) or is_loosely_listed(figure, left, group)
        kind = bool(senses["by_kind"].search(left))
        if not listed and figure.unit == "条" and senses["about_disclosed"].search(words.above):
            of_kind = left.endswith("信息") and not left.endswith(("政府信息", "政务信息", "公开信息"))
            headed = senses["heads_kinds"].match(words.above) and not acts(left)
            if kind or headed or (of_kind and senses["by_name"].search(words.sentence) and not acts(left)):
                listed, state.context = True, "disclosed"  # 从内容看，工作动态类20条; 就业信息15条，社保信息12条
        if not left.strip("、和及与以（") or left == "其中":
            enumerated = state.context == "disclosed" and state.read and words.earlier.endswith("、")
            if enumerated and figure.unit == state.unit and (named := senses["kind_listed"].match(words.right)):
                return "disclosed", trim(named["kind"]), False  # 公布1条领导信息、3条财政资金
            if listed and state.context in _WHOLES and (told := senses["is_a"].match(words.right)):
                label = applicant_label(told["label"], listed=True)
                return ("applications_received" if label else ""), label, False
            return _NONE
        if not listed or (group is None and left[:1] == "、" and not state.read):
            return _NONE  # 办理建议2件、提案4件: what the first of them is not, the next is not either
        if state.cumulative and state.context == "disclosed" and group is None and senses["so_far"].fullmatch(left):
            return "disclosed", None, False
        if state.context == "disclosed" and (figure.unit in _NEVER_TEXTS or senses["withheld"].search(left)):
            return _NONE  # 主动公开103条，涉及国家秘密的公文类信息0条; 公开危房改造信息，其中补助资金248万元
        whole = group.whole if group is not None else None
        of_all = whole is None or whole.period == "cumulative" or whole.so_far
        if whole is not None and state.said_year and not whole.dated:
            of_all = True  # 公开信息总数203条，其中2016年新增62条
        if state.context == "disclosed" and of_all and not state.cumulative and senses["of_the_year"].fullmatch(left):
            return "disclosed", None, False
        if state.context == "disclosed" and (kind or not acts(left)):
            if is_generic(trim(left)) and (named := senses["numbered"].match(words.earlier)):
                left = named["name"]  # 一是机构概况，包括职能等，有信息10条
            return self._disclosed(left, listed=True)
        if state.context in _WHOLES and not senses["of_carried"].match(words.earlier):
            if self._governs and is_own(trim(left), self._agency) and not of_others(words):
                return "applications_received", None, False  # 全县收到35件，其中县政府9件、各部门26件
            label = None if of_others(words) else applicant_label(left, listed=True)
            return ("applications_received" if label else ""), label, False
        if group is not None and group.whole.measure in _WITH_PARTS and not acts(left):
            label = trim(left)
            return (state.context if 2 <= len(label) <= _LONGEST_PART else ""), label, False  # 解读30篇，其中视频6篇
        label = trim(left)
        if state.context == "enquiries" and len(label) <= 12 and senses["channel_of_enquiry"].search(label):
            return "enquiries", label, False
        return _NONE

    def _disclosed(self, left: str, *, listed: bool) -> Sense:
        read = disclosed_label(left, self._agency, listed=listed)
        return ("disclosed", *read) if read is not None else _NONE
