"""Bytes to text by evidence: what the bytes are comes before what anybody says they are."""

from __future__ import annotations

import codecs

import pytest

from crawler.reading.decode import declared_encoding, decode

PROSE = "本年度报告由某某县人民政府办公室编制,全年主动公开政府信息36条,受理依申请公开2件。"
#: Bytes that Windows-1252 leaves undefined and browsers read as control characters.
UNDEFINED = b"\x81\x8d\x8f\x90\x9d"
TRADITIONAL = "本年度報告由某某縣人民政府辦公室編制,全年主動公開政府信息36條。"


@pytest.mark.parametrize(
    ("body", "content_type", "encoding"),
    [
        pytest.param(PROSE.encode(), "", "utf-8", id="utf-8, nothing declared"),
        pytest.param(PROSE.encode(), "text/html; charset=GBK", "utf-8", id="utf-8 under a GBK header"),
        pytest.param(PROSE.encode("gbk"), "", "gb18030", id="gbk, nothing declared"),
        pytest.param(PROSE.encode("gbk"), "text/html; charset=UTF-8", "gb18030", id="gbk under a UTF-8 header"),
        pytest.param("㐀㐁𠀀".join(PROSE).encode("gb18030"), "", "gb18030", id="four-byte gb18030"),
        pytest.param(codecs.BOM_UTF8 + PROSE.encode(), "text/html; charset=gb2312", "utf-8", id="utf-8 with a mark"),
        pytest.param(codecs.BOM_UTF16_LE + PROSE.encode("utf-16-le"), "", "utf-16-le", id="utf-16 le with a mark"),
        pytest.param(codecs.BOM_UTF16_BE + PROSE.encode("utf-16-be"), "", "utf-16-be", id="utf-16 be with a mark"),
        pytest.param(f"<html><body>{PROSE}".encode("utf-16-le"), "", "utf-16-le", id="utf-16 le without a mark"),
        pytest.param(f"<html><body>{PROSE}".encode("utf-16-be"), "", "utf-16-be", id="utf-16 be without a mark"),
        pytest.param(TRADITIONAL.encode("big5"), "text/html; charset=big5", "big5hkscs", id="big5 as declared"),
        pytest.param(PROSE.encode("gbk"), "text/html; charset=big5", "gb18030", id="gbk under a big5 header"),
        pytest.param(codecs.BOM_UTF8 + PROSE.encode("gbk"), "", "gb18030", id="gbk behind a mark of utf-8"),
        pytest.param(codecs.BOM_UTF16_LE + PROSE.encode(), "", "utf-8", id="utf-8 behind a mark of utf-16"),
        pytest.param(codecs.BOM_UTF16_BE + PROSE.encode("gbk"), "", "gb18030", id="gbk behind a mark of utf-16"),
        pytest.param(codecs.BOM_UTF32_LE + PROSE.encode("utf-32-le"), "", "utf-32-le", id="utf-32 with a mark"),
        pytest.param(PROSE.encode("gbk"), "text/html; charset=nonsense-9", "gb18030", id="gbk under a made-up name"),
    ],
)
def test_text_is_read_as_what_its_bytes_are(body: bytes, content_type: str, encoding: str) -> None:
    found = decode(body, content_type)
    assert found.encoding == encoding
    assert "主" in found.text and "�" not in found.text
    assert found.findings == []


def test_the_mark_is_no_part_of_the_text() -> None:
    assert decode(codecs.BOM_UTF8 + "政府".encode()).text == "政府"
    assert decode(codecs.BOM_UTF16_LE + "政府".encode("utf-16-le")).text == "政府"


@pytest.mark.parametrize(
    ("body", "content_type", "declared"),
    [
        (b"<meta charset=GB2312>", "", "gb2312"),
        (b'<meta http-equiv="Content-Type" content="text/html; charset=gbk">', "", "gbk"),
        (b'<?xml version="1.0" encoding="UTF-8"?>', "", "utf-8"),
        (b"<meta charset=gb2312>", "text/html; charset=UTF-8", "utf-8"),
        (b"<p>charset</p>", "text/html", ""),
        (b" " * 3000 + b"<meta charset=gbk>", "", ""),
    ],
)
def test_what_was_declared_is_kept_beside_what_was_chosen(body: bytes, content_type: str, declared: str) -> None:
    assert declared_encoding(body, content_type) == declared
    assert decode(body, content_type).declared == declared


def test_a_few_broken_bytes_do_not_make_utf8_pass_for_gbk() -> None:
    body = (PROSE * 20).encode()
    broken = body[:300] + b"\xff\xfe" + body[300:900] + b"\xe6" + body[900:]
    found = decode(broken)
    assert found.encoding == "utf-8"
    assert [finding.rule for finding in found.findings] == ["broken_encoding"]
    assert found.findings[0].severity == "warning"
    assert found.text.count("主动公开政府信息") >= 18


def test_a_few_broken_bytes_in_gbk_leave_the_rest_readable() -> None:
    body = (PROSE * 20).encode("gbk")
    found = decode(body[:300] + b"\xff" + body[300:])
    assert found.encoding == "gb18030"
    assert found.text.count("主动公开政府信息") >= 18
    assert [finding.rule for finding in found.findings] == ["broken_encoding"]


def test_text_cut_in_mid_character_is_still_read() -> None:
    assert decode((PROSE * 3).encode()[:-1]).text.startswith(PROSE)
    assert decode((PROSE * 3).encode("gbk")[:-1]).text.startswith(PROSE)


def test_bytes_that_are_no_text_are_an_error() -> None:
    found = decode(bytes(range(128, 256)) * 20)
    assert [finding.severity for finding in found.findings] in (["error"], ["warning"])


@pytest.mark.parametrize(
    "twice",
    [
        pytest.param(
            "".join(chr(b) if b in UNDEFINED else bytes([b]).decode("cp1252") for b in (PROSE * 8).encode()).encode(),
            id="read as Windows-1252",
        ),
        pytest.param((PROSE * 8).encode().decode("latin-1").encode(), id="read as Latin-1"),
        pytest.param((PROSE * 8).encode().decode("gb18030", "replace").encode(), id="read as GBK"),
        pytest.param((PROSE * 8).encode("gbk").decode("latin-1").encode(), id="GBK read as Latin-1"),
        pytest.param((PROSE * 8).encode("gbk").decode("cp1252", "replace").encode(), id="GBK read as Windows-1252"),
    ],
)
def test_text_encoded_twice_is_undone(twice: bytes) -> None:
    found = decode(twice)
    assert [finding.rule for finding in found.findings] == ["double_encoded"]
    assert "政府信息" in found.text or "主动公开" in found.text


def test_what_reading_as_gbk_lost_is_put_in_where_it_is_known_and_counted() -> None:
    text = "2022年，我局主动公开政府信息36条。\n" * 12
    found = decode(text.encode().decode("gb18030", "replace").encode())
    assert found.text == text
    assert "补回" in found.findings[0].message and found.findings[0].severity == "warning"


def test_stray_bytes_in_utf8_leave_the_words_around_them_whole() -> None:
    word = "政府信息".encode()
    found = decode((PROSE * 20).encode() + word + b"\xff" + word + b"\xfe" + word + b" \xa0 " + word)
    assert found.text.replace(" ", "") == PROSE * 20 + "政府信息" * 4
    assert [finding.rule for finding in found.findings] == ["broken_encoding"]


@pytest.mark.parametrize("text", ["Café à la carte, naïve façade, forêt", "鏀歌繘 is a rare word", PROSE])
def test_honest_text_is_not_undone(text: str) -> None:
    assert decode(text.encode()).text == text


def test_nothing_at_all_is_empty_text() -> None:
    assert decode(b"").text == ""
