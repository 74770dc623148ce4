"""Played scripts of ASP.NET: post-backs that choose units and turn pages."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest

from crawler.platforms import Fetch
from crawler.records import Context
from crawler.walk.examination import Hints
from crawler.walk.examine import examine
from tests.platforms.rehearsed import BASE, COLUMN, document, more

FORM = """<form method="post" action="nb.aspx"><input type="hidden" name="__EVENTTARGET"><input type="hidden"
  name="__EVENTARGUMENT"><input type="hidden" name="__VIEWSTATE" value="s"></form><script>
  function __doPostBack(t, a) { var f = document.forms[0]; f.__EVENTTARGET.value = t; f.__EVENTARGUMENT.value = a;
  f.submit(); }</script>
  <a href="javascript:__doPostBack('unit','财政局')">财政局</a>
  <a href="javascript:__doPostBack('unit','民政局')">民政局</a>
  <a href="javascript:__doPostBack('year','2022')">2022年</a>"""


@pytest.mark.parametrize(
    ("came_by", "chosen"),
    [("", ["财政局", "民政局", "2022"]), ("unit", ["2022"]), ("year", []), ("btnNext", [])],
)
def test_what_a_post_back_has_chosen_is_not_chosen_again(came_by: str, chosen: list[str]) -> None:
    request = Fetch(COLUMN, "POST", f"__EVENTTARGET={came_by}&__VIEWSTATE=r") if came_by else Fetch(COLUMN)
    asked = more(FORM, request=request)
    assert [dict(parse_qsl(fetch.body))["__EVENTARGUMENT"] for fetch in asked] == chosen


TREE = (
    FORM.partition("<a ")[0]
    + """<h3>庚县</h3>
  <a href="javascript:__doPostBack('tree','s1\\\\财政局')">财政局</a>
  <a href="javascript:__doPostBack('tree','s2\\\\青石镇')">青石镇</a>
  <a href="javascript:__doPostBack('kinds$0','')">工作动态</a>
  <a href="javascript:__doPostBack('kinds$1','')">信息公开年报</a>
  <table><tr><td><a href="show.aspx?id=1">庚县开展春季植树活动</a></td><td>2025-03-01</td></tr></table>"""
)


@pytest.mark.parametrize(
    ("came_by", "sent"),
    [("", [("tree", "s1\\财政局"), ("tree", "s2\\青石镇"), ("kinds$1", "")]), ("tree", [("kinds$1", "")])],
)
def test_units_in_a_tree_and_then_the_column_of_each_are_clicked(came_by: str, sent: list[tuple[str, str]]) -> None:
    request = Fetch(f"{BASE}/xxgk/index.aspx", "POST", f"__EVENTTARGET={came_by}&__VIEWSTATE=r") if came_by else None
    page = document(TREE, f"{BASE}/xxgk/index.aspx", "")
    listing = examine(page, Context(), Hints(request=request, anchor="政府信息公开")).listing
    assert listing is not None
    forms = [dict(parse_qsl(fetch.body, keep_blank_values=True)) for fetch in listing.more]
    assert [(form["__EVENTTARGET"], form["__EVENTARGUMENT"]) for form in forms] == sent


def test_a_list_of_post_backs_is_walked_from_page_to_page() -> None:
    pager = "".join(f"""<a href="javascript:__doPostBack('grid','Page${n}')">{n}</a>""" for n in (1, 2, 3, 4))
    request = Fetch(COLUMN, "POST", "__EVENTTARGET=grid&__EVENTARGUMENT=Page%242&__VIEWSTATE=r")
    row = "<li><a href='show.aspx?id=7'>庚县2014年政府信息公开年度报告</a><span>2015-01-20</span></li>"
    form = f"{FORM.partition('</form>')[0]}<ul>{row}</ul>{pager}</form>{FORM.partition('</form>')[2]}"
    asked = [dict(parse_qsl(fetch.body))["__EVENTARGUMENT"] for fetch in more(form, request=request)]
    assert asked == ["Page$3"]


def test_beside_a_pager_of_post_backs_the_menu_of_units_is_asked_too() -> None:
    rows = "".join(
        f"<tr><td><a href='show.aspx?id={year}'>庚县{year}年政府信息公开年度报告</a></td><td>{year + 1}-01-20</td></tr>"
        for year in range(2010, 2022)
    )
    turn = """<p>1 <a href="javascript:__doPostBack('grid','Page$2')">2</a></p>"""
    form = f"{FORM.replace('</form>', '')}<table>{rows}</table>{turn}</form>"
    asked = [dict(parse_qsl(fetch.body))["__EVENTARGUMENT"] for fetch in more(form, request=Fetch(COLUMN))]
    assert sorted(asked) == ["2022", "Page$2", "民政局", "财政局"]
