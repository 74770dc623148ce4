"""Where the body is: a named container, any container, or the run of prose itself."""

from __future__ import annotations

from crawler.records import Page
from crawler.report.cleaning.body import LEAST_PROSE, find_body
from tests.report.pages import LINES, blocks, page_of

PROSE = "".join(f"<p>{line}</p>" for line in LINES)
MENU = "<ul>" + "".join(f"<li><a href=/{i}>某某栏目{i}</a></li>" for i in range(40)) + "</ul>"
FOOTER = "<div>版权所有:青河县人民政府 某ICP备00000000号</div>"


def texts(page: Page) -> list[str]:
    extent = find_body(page)
    return [block.text for block in page.blocks[extent.start : extent.end]]


def test_a_named_container_is_the_body() -> None:
    page = page_of(f"{MENU}<div>{MENU}<div class=TRS_Editor>{PROSE}</div><p>分享到：</p></div>{FOOTER}")
    assert find_body(page).how == ".TRS_Editor"
    assert texts(page) == list(LINES)


def test_template_comments_are_as_good_as_a_container() -> None:
    page = page_of(f"{MENU}<!--信息内容begin-->{PROSE}<!--信息内容end-->{FOOTER}")
    assert find_body(page).how == "comment:content"
    assert texts(page) == list(LINES)


def test_a_named_container_without_the_prose_is_not() -> None:
    page = page_of(f"<div id=zoom>{'页面导航与其他栏目' * 12}</div><div class=x>{PROSE}</div>{FOOTER}")
    assert find_body(page).how == "container"
    assert texts(page) == list(LINES)


def test_the_smallest_container_that_holds_the_prose_wins() -> None:
    page = page_of(f"<div>{MENU}<div>{MENU}<div>{PROSE}</div></div></div>{FOOTER}")
    assert texts(page) == list(LINES)


def test_without_containers_the_run_of_prose_is_the_body_with_its_signature() -> None:
    page = page_of(f"{MENU}{PROSE}<p>青河县民政局</p><p>2023年1月31日</p>{FOOTER}")
    extent = find_body(page)
    assert extent.how == "prose"
    assert texts(page) == [*LINES, "青河县民政局", "2023年1月31日"]


def test_hidden_prose_counts_only_where_none_is_shown() -> None:
    hidden = f"<div style='display:none' id=zoom>{PROSE}</div>"
    assert find_body(page_of(f"{MENU}{hidden}{FOOTER}")).how == "#zoom"
    page = page_of(f"{hidden}<div class=view>{PROSE.replace('民政局', '水务局')}</div>")
    assert find_body(page).how == ".view"


def test_figures_in_tables_are_prose_and_links_are_not() -> None:
    table = "<table>" + "".join(f"<tr><td>第{i}项内容说明<td>{i}" for i in range(20)) + "</table>"
    assert find_body(page_of(f"{MENU}<div>{table}</div>")).prose >= LEAST_PROSE
    assert find_body(page_of(MENU + MENU)).how == "none"


def test_a_text_is_its_own_body() -> None:
    extent = find_body(Page("", "text", blocks=blocks(*LINES)))
    assert (extent.how, extent.start, extent.end) == ("whole", 0, len(LINES))


def test_a_page_without_prose_has_no_body() -> None:
    assert find_body(Page("", "html")) == (0, 0, "none", 0)


def test_a_sidebars_prose_does_not_make_the_body_wider() -> None:
    report = "".join(f"<p>{line}</p>" for line in LINES * 3)
    side = f"<div class=side><h3>最新文件</h3><p>某县关于印发工作要点的通知，各乡镇、各部门。</p>{MENU}</div>"
    page = page_of(f"<div class=main><div class=x>{report}</div>{side}</div>{FOOTER}")
    assert texts(page) == list(LINES * 3)


def test_a_paragraph_and_a_signature_beside_the_container_belong_to_it() -> None:
    last = "<p>本报告由办公室编制，如有疑问，可以来电来函咨询。</p><p>青河县民政局</p><p>2023年1月31日</p>"
    page = page_of(f"<div>{MENU}<div class=x>{PROSE * 3}</div>{last}<p>打印</p>{MENU}</div>{FOOTER}")
    assert texts(page)[-3:] == ["本报告由办公室编制，如有疑问，可以来电来函咨询。", "青河县民政局", "2023年1月31日"]


def test_a_calendar_is_no_table_of_figures() -> None:
    days = "".join("<td>" + str(day) for day in range(1, 8))
    table = "<table><tr>" + "".join(f"<td>{day}" for day in "日一二三四五六") + f"<tr>{days}<tr>{days}</table>"
    assert find_body(page_of(table * 6)).how == "none"
