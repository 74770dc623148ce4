"""Bodies that a text counts and adds up (单位之和): 18个乡镇、6个街道共24个单位.

They are no figures of the work, which is why no list is read from them elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.records import Finding, Section
from crawler.report.text.figures import SENTENCE, fold_sentence, shown

_COUNT = r"\d{1,3}[个家](?![月年天])[^，。；、：（）\d和及与共合总]{1,8}"
_LIST = re.compile(
    rf"(?P<parts>{_COUNT}(?:[、，和及与]{_COUNT})+)[，、]?(?:共计?|合计|总计|总共)(?P<total>\d{{1,4}})[个家]"
)
_TOTAL = re.compile(r"[共计]\d{1,4}[个家]")
_NUMBER = re.compile(r"\d+")


def audit_bodies(sections: list[Section]) -> Iterator[Finding]:
    """The findings ``sum_mismatch`` on bodies that a report's prose counts, each kind and all together."""
    for section in sections:
        for sentence in SENTENCE.findall(section.body) if _TOTAL.search(section.body) else ():
            for match in _LIST.finditer(fold_sentence(sentence)) if _TOTAL.search(sentence) else ():
                parts = [int(number) for number in _NUMBER.findall(match["parts"])]
                if sum(parts) != int(match["total"]):
                    equation = f"{'+'.join(map(str, parts))}={sum(parts)}，不等于 {shown(float(match['total']))}"
                    yield Finding("sum_mismatch", f"分项之和与总数不符：{equation}", "warning", sentence.strip())
