"""Whether words speak of another subject than the information that was disclosed or asked for."""

from __future__ import annotations

import re

from crawler.report.statistics.rules import rules
from crawler.report.statistics.words import Words

#: What stands in quotation marks is a name, whatever its words: “民意征集”栏目.
_NAME = re.compile(r"[“\"][^“”\"]*[”\"]")


def acts(left: str) -> bool:
    """Whether words say what was done rather than name a category."""
    lists = rules().lists
    left = left.removesuffix("的")  # 属于建议办理类的31条
    left = _NAME.sub("", left) if _NAME.fullmatch(left) is None else left.strip('“”"')
    if lists["business"].match(left) is not None:
        return True
    return lists["verbs"].search(left) is not None and not lists["nouns"].search(left)


def of_others(words: Words) -> bool:
    """Whether the applications that a figure or its sentence so far speaks of are for something else."""
    other, subject = rules().other, rules().senses["of_subject"]
    left = subject.sub("", words.left)
    if other["applications"].search(left):
        return True
    if "公开" not in left and "信息" not in left:
        stranger = other["stranger"].search(left)
        if stranger and len(other["ordinary"].sub("", stranger["kind"])) > 1:
            return True  # 受理病历复印申请5620份
        if other["to_do"].search(left):
            return True  # 受理群众申请查询资料13人次
        if "申请" not in left and other["permits"].search(left):
            return True  # 办理采伐许可证18份
    if other["ours"].search(words.earlier):
        return False
    at_hall = "申请" not in words.above and other["hall"].search(words.earlier)
    return bool(at_hall or other["applications"].search(subject.sub("", words.earlier)))


def of_documents(words: Words) -> bool:
    """Whether a sentence tells how the documents that were made are open, not what was asked for."""
    asked = rules().senses["asked"].search(words.left)
    return asked is None and rules().other["documents"].search(words.sentence) is not None
