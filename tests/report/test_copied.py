"""What is an agency's own wording, and how much of it stands in another report."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.report.copied import Names, read_wording
from crawler.report.copied_share import Comparable, Match, compare

HERE = Names("乙山县水务局", ("青岚省", "云河市", "乙山县", None))
THERE = Names("丙川区教育局", ("青岚省", "云河市", "丙川区", None))

OWN = [
    "乙山县水务局把农村饮水工程的招标结果贴到每个村的公示栏，接受村民代表核对。",
    "针对栏目长期空白的问题，我局三月份逐项核对目录，补齐水价成本监审材料42份。",
    "年内邀请驻村工作队、学生家长和商户参观水厂，现场演示水质检测的全部步骤。",
    "对老年人看不懂的收费单据，我县重新设计版式，字号放大一倍，并附方言录音。",
]
FRESH = [
    "文物修缮的预算说明改用对照表编排，读者一眼就能看出哪些钱花在哪里。",
    "畜禽防疫的补贴名单按旬张榜，连续三次没有人提出异议才发放到户。",
    "图书馆把闭馆通知提前两周挂到门口，错过还书日期的读者少了许多。",
    "公交线路调整前先在车厢里贴问卷，收回的意见逐条答复并编成小册子。",
]


def share(first: list[str], other: list[str], one: Names = HERE, two: Names = THERE) -> Match:
    found = compare(read_wording("\n".join(first), one), Comparable(read_wording("\n".join(other), two)))
    assert found is not None
    return found


@pytest.mark.parametrize(
    "line",
    [
        "根据《中华人民共和国政府信息公开条例》第五十条的规定，现公布乙山县水务局2022年度政府信息公开工作年度报告。",
        "本报告由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况等六个部分组成。",
        "本报告中所列数据的统计期限自2022年1月1日起至2022年12月31日止。",
        "电子版可在乙山县人民政府门户网站查阅、下载。",
        "如对本报告有疑问，请与乙山县水务局办公室联系（电话：0999-5100000）。",
        "2022年，我局主动公开政府信息297条。",
        "2022年度我局未收到公民、法人和其他组织的政府信息公开申请。",
        "本年度没有发生因政府信息公开引起的行政复议、行政诉讼案件。",
        "我局2022年未收取信息处理费。",
        "没有其他需要报告的事项。",
        "2016年我局未受理依申请公开事项。",
        "2015年我局政府信息公开收费0元，减免0元。",
        "附件：政府信息公开情况统计表",
        "2017年，在县委、县政府的正确领导下，我镇认真贯彻落实《中华人民共和国政府信息公开条例》，扎实推进政府信息公开工作。",
        "2023年，我局深入贯彻落实《中华人民共和国政府信息公开条例》，坚持以公开为常态、不公开为例外，扎实做好政府信息公开工作。",
        "行政许可\t17\t20\t0",
        "三、收到和处理政府信息公开申请情况",
        "二〇二三年一月十二日",
    ],
)
def test_what_law_and_form_ask_of_everyone_is_nobodys_own(line: str) -> None:
    assert read_wording(line, HERE).sentences == []


@pytest.mark.parametrize(
    "line",
    [
        *OWN,
        "按照省政府办公厅要求，全年编制完善公开目录12项，清理过期文件30件。",
        "通过优化流程，上半年收到的政府信息公开申请平均三天办结，申请人回访满意率达到95%。",
    ],
)
def test_what_an_agency_tells_of_its_work_is_its_own(line: str) -> None:
    assert [sentence.text for sentence in read_wording(line, HERE).sentences] == [line]


def test_a_copy_is_seen_through_other_names_figures_years_and_numbering() -> None:
    copied = [
        "丙川区教育局把农村饮水工程的招标结果贴到每个村的公示栏，接受村民代表核对。",
        "（一）针对栏目长期空白的问题，本局六月份逐项核对目录，补齐水价成本监审材料9份。",
        "二是年内邀请驻村工作队、学生家长和商户参观水厂，现场演示水质检测的全部步骤。",
        "对老年人看不懂的收费单据，我区重新设计版式，字号放大一倍，并附方言录音；",
    ]
    assert share(copied, OWN, THERE, HERE).share == 1


def test_order_and_paragraphs_do_not_matter() -> None:
    assert share(["".join(reversed(OWN))], OWN).share == 1


def test_a_sentence_with_one_clause_changed_is_copied_and_with_most_of_it_is_not() -> None:
    near = [text.replace("贴到每个村的公示栏", "发到每位股东的手机上") for text in OWN]
    assert share(near, OWN).copied == 4
    far = ["乙山县水务局把高山滑雪场的赛事日程画在售票处的外墙上，接受村民代表核对。", *FRESH]
    assert share(far, OWN).copied == 0


def test_pieces_of_many_sentences_do_not_make_a_copy() -> None:
    mixed = ["接受村民代表核对，三月份逐项核对目录，学生家长和商户参观水厂，并附方言录音。", *FRESH]
    assert share(mixed, OWN).copied == 0


def test_two_sentences_joined_into_one_are_copied_and_pieces_of_two_are_not() -> None:
    joined = [OWN[0].rstrip("。") + "；" + OWN[1], OWN[2].rstrip("。") + "，" + OWN[3]]
    assert share(joined, OWN).share == 1
    assert share(OWN, joined).share == 1
    pieces = [
        OWN[0][:30] + "，" + OWN[1][14:24] + "，而读者一眼就能看出哪些钱花在哪里，错过还书日期的少了许多。",
        *FRESH,
    ]
    assert share(pieces, OWN).copied == 0


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("我单位", "我局"),
        ("街道办事处", "我街道"),
        ("镇政府", "我镇"),
        ("县人民政府", "我县"),
        ("本部门", "本局"),
        ("我中心", "我办"),
    ],
)
def test_what_an_agency_calls_itself_is_no_wording_of_its_own(here: str, there: str) -> None:
    texts = ["{}把还书的日子贴在门上。", "{}请股东看水表。", "村民说{}的公示栏好找。", "{}给票据换了字号。"] * 2
    first = [text.format(here) + FRESH[number % 4] for number, text in enumerate(texts)]
    other = [text.format(there) + FRESH[number % 4] for number, text in enumerate(texts)]
    one, two = read_wording("\n".join(first), HERE), read_wording("\n".join(other), THERE)
    assert one.keys() == two.keys()


def test_the_share_is_of_the_first_by_characters() -> None:
    half = share(OWN + FRESH, OWN)
    whole = share(OWN, OWN + FRESH)
    assert (half.sentences, half.copied, whole.copied) == (8, 4, 4)
    assert half.share == pytest.approx(sum(map(len, OWN)) / sum(map(len, OWN + FRESH)), abs=0.05)
    assert whole.share == 1
    assert share(FRESH, OWN).share == 0


def test_the_shared_passages_are_shown_as_printed_the_longest_first() -> None:
    found = share([OWN[0], FRESH[0], OWN[1], OWN[2], FRESH[1]], OWN)
    assert found.passages == [OWN[1] + OWN[2], OWN[0]]


def test_a_passage_says_where_it_passes_over_something() -> None:
    found = share([OWN[0] + "没有其他需要报告的事项。" + OWN[1], "二、主动公开情况", OWN[2], OWN[3]], OWN)
    assert found.passages == [f"{OWN[0]}…{OWN[1]}…{OWN[2]}{OWN[3]}"]


def test_a_long_passage_is_cut() -> None:
    long = "".join(f"第{name}处水库的闸门检修记录按月公布在坝顶。" for name in "甲乙丙丁戊己庚辛壬癸子丑")
    (passage,) = share([*OWN, long], [*OWN, long]).passages
    assert len(passage) == 200
    assert passage.endswith("…")


def test_a_text_with_hardly_anything_of_its_own_is_not_compared() -> None:
    little = read_wording("2022年我局主动公开政府信息297条。\n我局指定专人负责栏目更新。", HERE)
    assert compare(little, Comparable(little)) is None
    assert not little.is_enough


def test_where_everyone_words_alike_only_the_same_figures_are_a_copy() -> None:
    first = read_wording("\n".join([*OWN, "全年共举办业务培训12场，参加人员350人次，测试合格率98%。"]), HERE)
    other = read_wording("\n".join([*FRESH, "全年共举办业务培训4场，参加人员80人次，测试合格率91%。"]), THERE)
    common = {sentence.key for sentence in first.sentences if "培训" in sentence.text}
    found = compare(first, Comparable(other)), compare(first, Comparable(other), common)
    assert [match.copied for match in found if match] == [1, 0]
    same = compare(first, Comparable(first), common)
    assert same is not None
    assert same.copied == same.sentences == 5


def test_what_everyone_says_without_figures_counts_for_nothing() -> None:
    first = read_wording("\n".join([*OWN, "主要领导亲自抓，分管领导具体抓，做到层层有人管。"]), HERE)
    common = {sentence.key for sentence in first.sentences if "亲自抓" in sentence.text}
    found = compare(first, Comparable(first), common)
    assert found is not None
    assert found.sentences == 4


def test_a_body_printed_twice_counts_once() -> None:
    assert len(read_wording("\n".join(OWN * 2), HERE).sentences) == 4


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("按规定根据要求" * 30_000, id="a sentence without an end"),
        pytest.param("\n".join(f"第{n}号村庄的公示栏已经更新全部栏目的内容。" for n in range(20_000)), id="figures"),
        pytest.param("".join(f"{chr(0x4E00 + n)}家沟的水渠巡查记录贴到公示栏上。" for n in range(9000)), id="a list"),
        pytest.param("没有" * 100_000 + "申请。", id="no end of nothing"),
        pytest.param("，。" * 100_000, id="nothing but punctuation"),
    ],
)  # fmt: skip
def test_a_text_built_to_cost_time_costs_little(body: str) -> None:
    began = time.process_time()
    wording = read_wording(body, HERE)
    compare(wording, Comparable(read_wording(body.replace("的", "之"), THERE)))
    assert time.process_time() - began < 5


@given(st.lists(st.text("水电路桥公开栏，。；：12（）\n\t《》年第一二条", max_size=60), max_size=30))
def test_any_text_has_a_share_of_itself_and_of_any_other(lines: list[str]) -> None:
    wording = read_wording("\n".join(lines), HERE)
    whole = compare(wording, Comparable(wording))
    assert whole is None or whole.share == 1
    found = compare(wording, Comparable(read_wording("\n".join(lines[::2]), THERE)))
    assert found is None or (0 <= found.share <= 1 and found.copied <= found.sentences)
