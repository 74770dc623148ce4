"""Obstacles are told from pages, by each product's own signs."""

from __future__ import annotations

import pytest

from crawler.fetch.obstacles import judge
from tests.fetch.server import JSL, PAGE, RS

TEXT = "本年度共收到政府信息公开申请，均已按期答复。"


def html(inside: str, encoding: str = "utf-8") -> bytes:
    return f"<!DOCTYPE html><html><head><title>提示</title></head><body>{inside}</body></html>".encode(encoding)


@pytest.mark.parametrize(
    ("status", "headers", "body", "key"),
    [
        (412, {}, RS, "js_challenge_rs"),
        (202, {}, RS, "js_challenge_rs"),
        (200, {}, RS, "js_challenge_rs"),
        (521, {}, JSL, "js_challenge_jsl"),
        (512, {"x-via-jsl": "a1b2"}, b"", "js_challenge_jsl"),
        (200, {}, JSL, "js_challenge_jsl"),
        (200, {}, b"<script>var arg1='0F';document.cookie='acw_sc__v2='+x;</script>", "js_challenge_acw"),
        (200, {}, html("<script>location='/WZWSRELw==?wzwschallenge=1'</script>"), "js_challenge_wzws"),
        (403, {"wzws-ray": "1168-x"}, html("x"), "js_challenge_wzws"),
        (200, {}, html("<script>var k='yunsuo_session_verify';</script>"), "waf_block"),
        (200, {}, html("<h1>当前访问疑似黑客攻击，已被网站管理员设置为拦截</h1>"), "waf_block"),
        (200, {}, html("<h1>当前访问疑似黑客攻击</h1>", "gb18030"), "waf_block"),
        (200, {}, html("<p>访问异常页面</p>"), "waf_block"),
        (200, {}, html("<p>您的请求带有不合法参数，已被网站管理员设置拦截！</p>"), "waf_block"),
        (468, {}, html("x"), "waf_block"),
        (405, {}, html("<p>很抱歉，由于您访问的URL有可能对网站造成安全威胁，您的访问被阻断。</p>"), "waf_block"),
        (200, {}, html("<form>请输入验证码 <input name=c></form>"), "captcha"),
        (200, {}, html("<form>用户名<input name=u>密码<input type='password'></form>"), "login"),
        (401, {}, html("x"), "login"),
        (403, {}, html("x"), "forbidden"),
        (200, {}, b"", "stub"),
        (200, {}, b"<html><script>eval(unescape('%61'));</script></html>", "stub"),
    ],
)
def test_an_obstacle_is_known_by_its_signs(status: int, headers: dict[str, str], body: bytes, key: str) -> None:
    obstacle = judge(status, headers, body)
    assert obstacle is not None
    assert obstacle.key == key
    assert f"HTTP {status}" in obstacle.detail


@pytest.mark.parametrize(
    ("status", "headers", "body"),
    [
        (200, {}, PAGE),
        (404, {}, html("您访问的页面不存在")),
        (500, {}, b""),
        (301, {"location": "/index.html"}, b""),
        # The firewall's script beside real content, and its headers on every page.
        (200, {"wzws-ray": "1168-x"}, html(f"<script>$_ts=window['$_ts'];</script><p>{TEXT * 12}</p>")),
        (200, {"set-cookie": "yunsuo_session_verify=1"}, html(f"<p>{TEXT * 3}</p>")),
        # Words of an obstacle in a page that says more: a mailbox form, a report on logins.
        (200, {}, html(f"<form>{TEXT * 6} 请输入验证码 <input></form>")),
        (200, {}, html(f"<p>{TEXT * 15}</p><form>密码<input type='password'></form>")),
        # Shells that the reading knows how to follow.
        (200, {}, b"<html><script>window.location.href='/zwgk/index.html';</script></html>"),
        (200, {}, b"<html><head><meta http-equiv='refresh' content='0;url=/index.html'></head></html>"),
        (200, {}, b"<html><frameset><frame src='list.html'></frameset></html>"),
        (200, {}, b"<div id=app></div><script src=/app.js></script>"),
        # Files are not searched for words.
        (200, {}, b"%PDF-1.5\n" + "当前访问疑似黑客攻击".encode()),
    ],
)
def test_a_page_is_no_obstacle(status: int, headers: dict[str, str], body: bytes) -> None:
    assert judge(status, headers, body) is None


def test_the_evidence_names_status_product_and_words() -> None:
    obstacle = judge(200, {}, html("<h1>当前访问疑似黑客攻击</h1>"))
    assert obstacle is not None
    assert obstacle.wide
    assert obstacle.detail == "HTTP 200, 创宇盾 (knownsec) block page, “当前访问疑似黑客攻击”"
