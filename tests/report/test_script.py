"""What clone sites and converters do to characters is undone, and nothing else."""

from __future__ import annotations

import time

import pytest

from crawler.records import Block, Page
from crawler.report.text.script import (
    Repair,
    diagnose,
    is_pinyin,
    page_text,
    repair_page,
    repair_text,
    spam_in,
    stand_in,
)
from tests.report.pages import page_of

PINYIN = Repair(pinyin=True)
TRADITIONAL = Repair(traditional=True)


@pytest.mark.parametrize("text", ["zheng", "fǔ", "lǜ", "lü", "lv", "ér", "ang", " kāi ", "xu\u0304", "xiong", "ju"])
def test_a_syllable_is_pinyin(text: str) -> None:
    assert is_pinyin(text)


@pytest.mark.parametrize("text", ["GDP", "Zheng", "http", "zhengfu", "", " ", "pdf", "www", "b", "12345", "三", "q"])
def test_what_is_no_syllable_is_no_pinyin(text: str) -> None:
    assert not is_pinyin(text)


@pytest.mark.parametrize(
    ("mangled", "clean"),
    [
        pytest.param("信息公開(kāi)條(tiáo)例", "信息公開條例", id="after changed characters, with tones"),
        pytest.param("政(zheng)府(fu)信(xin)息(xi)", "政府信息", id="after every character, without tones"),
        pytest.param("政(zheng)府(fu)(fu)公(gong)(gong)開(kai)(kai)", "政府公開", id="doubled"),
        pytest.param("政（zhèng）府（fǔ）", "政府", id="full-width brackets"),
        pytest.param("政( zhèng )府 (fǔ)", "政府", id="with spaces"),
        pytest.param("政(zheng4)府(fu3)", "政府", id="tones as numbers"),
        pytest.param("政(zhèn\ng)府(f\nǔ)信", "政府信", id="over line breaks"),
        pytest.param("规章(zhāng)\t0(líng)", "规章\t0(líng)", id="only after Chinese characters"),
        pytest.param("生产总值(GDP)增长", "生产总值(GDP)增长", id="an abbreviation"),
        pytest.param("网站(http://www.x.gov.cn)和(三)", "网站(http://www.x.gov.cn)和(三)", id="an address, a number"),
        pytest.param("附件(pdf)下载(张三)", "附件(pdf)下载(张三)", id="a file, a name"),
        pytest.param("公开。??二是", "公开。 二是", id="non-breaking spaces lost to question marks"),
        pytest.param("如何申请?请看指南", "如何申请?请看指南", id="a question"),
        pytest.param("工作动态?通知公告", "工作动态 通知公告", id="no question"),
    ],
)
def test_brackets_of_pinyin_go_and_honest_ones_stay(mangled: str, clean: str) -> None:
    assert repair_text(mangled, PINYIN) == clean


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("政府信息公開工作年度報告", "政府信息公开工作年度报告"),
        ("著力推進,隨著發展,存在著不足", "着力推进,随着发展,存在着不足"),
        ("依法答覆,提起行政覆議", "依法答复,提起行政复议"),
        ("電話谘詢", "电话咨询"),
        ("幹部、後勤、里程、數據", "干部、后勤、里程、数据"),
        ("GDP, http://www.x.gov.cn/a?b=1, １２３", "GDP, http://www.x.gov.cn/a?b=1, １２３"),
        ("著名", "著名"),
        (
            "臺賬、后臺、這裡、公里、若干、乾淨、乾縣、落後、鬥爭、癥結",
            "台账、后台、这里、公里、若干、干净、乾县、落后、斗争、症结",
        ),
        ("政府資訊公開：透過入口網站釋出資訊，列印程式", "政府信息公开：通过门户网站发布信息，打印程序"),
        ("信息公開，建設資訊平臺", "信息公开，建设资讯平台"),
    ],
)
def test_traditional_becomes_simplified_with_the_fields_terms(traditional: str, simplified: str) -> None:
    assert repair_text(traditional, TRADITIONAL) == simplified


@pytest.mark.parametrize(
    ("text", "repair"),
    [
        ("政(zheng)府(fu)信(xin)息(xi)", Repair(pinyin=True)),
        ("政（zhèng）府(fǔ)信(xìn)", Repair()),
        ("单(shàn)于一词见(GDP)(http://x)(三)", Repair()),
        ("政府信息公開條例規定各縣應當報告,現將2022年的情況總結如下", Repair(traditional=True)),
        ("台灣同胞發表", Repair()),
        ("開(kāi)條(tiáo)報(bào)發(fā)", Repair(pinyin=True, traditional=True)),
        ("政府信息公开", Repair()),
        ("", Repair()),
    ],
)
def test_only_a_text_full_of_debris_is_repaired(text: str, repair: Repair) -> None:
    assert diagnose(text) == repair
    assert diagnose(text).needed == (repair.pinyin or repair.traditional)


def test_a_page_is_repaired_in_lines_tables_links_and_meta() -> None:
    page = page_of(
        "<p>政(zheng)府(fu)信(xin)息(xi)公(gong)<br>開(kai)</p><table><tr><td>規(gui)章(zhang)<td>0<tr><td>其他<td>1</table>"
        "<a href=/a>報(bao)告(gao)</a>"
    )
    page.title, page.meta["articletitle"] = "年(nian)度(du)", "年(nian)報(bao)"
    assert repair_page(page, page_text(page)).pinyin
    assert page_text(page) == "政府信息公\n开\n规章\t0\n其他\t1\n报告"
    assert (page.title, page.meta["articletitle"], page.links[0].text) == ("年度", "年报", "报告")


def test_a_group_that_begins_a_line_or_runs_over_two_is_taken_off_and_the_lines_stay() -> None:
    page = page_of("<p>政<br>(zheng)府(f<br>u)信(xin)</p><p>(xi)息(xi)公(gong)開(kai)</p><p>其(qi)他</p>")
    assert repair_page(page, page_text(page)).pinyin
    assert [block.text for block in page.blocks] == ["政", "府", "信", "息公开", "其他"]


def test_a_clean_page_stays_as_it_is_but_for_lost_spaces_at_line_starts() -> None:
    page = page_of("<p>??一、概述</p><p>?(一)如何申请?</p><p>???</p><p>为什么?</p>")
    assert not repair_page(page, page_text(page)).needed
    assert [block.text for block in page.blocks] == ["一、概述", "(一)如何申请?", "", "为什么?"]


@pytest.mark.parametrize(
    ("printed", "clean"),
    [
        ("？？一、概述", "一、概述"),
        ("按照规定，?我局公开信息、?GDP数据", "按照规定，我局公开信息、GDP数据"),
        ("青河县民政局？？？？2023年1月31日", "青河县民政局\u30002023年1月31日"),
        ("怎么申请？请看指南", "怎么申请？请看指南"),
        ("Â Â 一、概述", "一、概述"),
        ("\ufffd\ufffd一、概述", "一、概述"),
        ("&nbsp;&nbsp;开设&ldquo;专栏&rdquo;", "开设“专栏”"),
        ("主动公开⼯作由⼀名⼈员负责", "主动公开工作由一名人员负责"),
        ("政\ufe00府信息", "政府信息"),
    ],
)
def test_what_converters_left_of_spaces_and_characters_is_undone(printed: str, clean: str) -> None:
    page = page_of("<p>x</p>")
    page.blocks[0].text = printed
    repair_page(page, page_text(page))
    assert page.blocks[0].text == clean


def test_lone_marks_between_words_are_lost_spaces_where_a_page_has_several() -> None:
    page = page_of("<p>工作动态?通知公告</p><p>人事?财务</p><p>规划?计划</p><p>其他?信息</p><p>如何?申请</p>")
    repair_page(page, page_text(page))
    assert [block.text for block in page.blocks][:2] == ["工作动态 通知公告", "人事 财务"]
    assert page.blocks[4].text == "如何?申请"


def test_spam_marks_a_clone() -> None:
    assert spam_in("本站由主站蜘蛛池模板生成") == "蜘蛛池"
    assert not spam_in("站内搜索")
    assert not spam_in("某省政府信息公开网站群 站群导航")


@pytest.mark.parametrize(
    "text",
    [
        "某某365体育平台网址人民政府2022年政府信息公开工作年度报告",
        "365bet网上娱乐_365BETAPP官网人民政府办公室",
        "beat365官方网站大全_旧版彩票365下载人民政府坚持以人民为中心",
        "开云(中国)官方网站县教育局2021年政府信息公开年度报告",
        "根据《国务院办公厅政府信息与政务公开办公室欧洲五大联赛：印发年度报告格式的通知》",
        "ManBetX万博镇人民政府",
    ],
)
def test_names_of_betting_shops_mark_a_clone(text: str) -> None:
    assert stand_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "公开福利彩票公益金使用情况3条，体育彩票销售网点信息2条。",
        "县公安局公开打击网络赌博、六合彩、电信诈骗信息26条。",
        "县体育局通过体育平台、全民健身官网和政务APP公开信息365条，体育场馆开放信息12条。",
        "永利镇、太阳城社区、开云村公开信息；联系电话0931-3653651。",
        "县文化体育和旅游局2022年政府信息公开工作年度报告",
        "网络游戏和电竞产业政策解读5篇，足球进校园信息4条。",
    ],
)
def test_what_agencies_write_of_games_marks_no_clone(text: str) -> None:
    assert not stand_in(text)


@pytest.mark.parametrize("run", [" " * 100_000, "\ufffd" * 100_000, "Â" * 100_000, " Â" * 50_000, "?" * 100_000])
def test_long_runs_of_debris_cost_little(run: str) -> None:
    page = Page("", "html", blocks=[Block(f"公开{run}x"), Block(run)])
    began = time.process_time()
    repair_page(page, f"公开{run}x\n{run}\n&nbsp;�?")
    assert time.process_time() - began < 2
