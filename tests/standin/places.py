"""Made-up places and their agencies. No division has these names or codes (99xxxx is not assigned)."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Literal

AgencyKind = Literal["government", "department", "township", "subdistrict"]

#: Field of work (the word the texts use), and the bureau's name that goes with it.
DEPARTMENTS = (
    ("民政", "民政局"),
    ("教育", "教育局"),
    ("财政", "财政局"),
    ("卫生健康", "卫生健康局"),
    ("农业农村", "农业农村局"),
    ("水利", "水务局"),
    ("交通运输", "交通运输局"),
    ("住房保障", "住房和城乡建设局"),
    ("文化旅游", "文化和旅游局"),
    ("就业和社会保险", "人力资源和社会保障局"),
    ("市场监管", "市场监督管理局"),
    ("统计", "统计局"),
)
TOWNS = ("东滩镇", "竹坪乡", "新渡镇", "石门乡", "沙坪镇", "柳林镇", "高台乡", "双桥镇")
STREETS = ("城中街道", "南苑街道", "滨江街道", "北关街道")


@dataclass(frozen=True)
class Place:
    """A division with a portal: ``host`` is the portal's host without ``www.``; county is "" for a city."""

    code: str
    level: Literal["city", "county"]
    province: str
    city: str
    county: str
    host: str

    @property
    def name(self) -> str:
        return self.county or self.city

    @property
    def government(self) -> str:
        return f"{self.name}人民政府"


@dataclass(frozen=True)
class Agency:
    """Who reports: full ``name`` (全称), what it calls itself (``we``), and its ``field`` of work."""

    name: str
    kind: AgencyKind
    we: str
    field: str
    place: Place

    @property
    def unit(self) -> str:
        """The name without the division's, as directories print it (民政局)."""
        return self.name.removeprefix(self.place.name)


def government_of(place: Place) -> Agency:
    return Agency(place.government, "government", f"我{place.name[-1]}", "民生保障", place)


def agencies_of(place: Place, rng: Random, departments: int, towns: int, streets: int = 0) -> list[Agency]:
    """The place's own government, then so many departments, townships and sub-districts."""
    found = [government_of(place)]
    for field, bureau in rng.sample(DEPARTMENTS, departments):
        found.append(Agency(place.name + bureau, "department", "我局", field, place))
    for town in rng.sample(TOWNS, towns):
        found.append(Agency(f"{place.name}{town}人民政府", "township", f"我{town[-1]}", "乡村振兴", place))
    for street in rng.sample(STREETS, streets):
        found.append(Agency(f"{place.name}{street}办事处", "subdistrict", "我街道", "社区治理", place))
    return found


_PROVINCE = "示例省"
_CITY = "青禾市"

PLACES = {
    "qinghe": Place("990100", "city", _PROVINCE, _CITY, "", "qinghe-example.gov.cn"),
    "hewan": Place("990121", "county", _PROVINCE, _CITY, "河湾县", "hewan-example.gov.cn"),
    "shiqiao": Place("990122", "county", _PROVINCE, _CITY, "石桥县", "shiqiao-example.gov.cn"),
    "yunling": Place("990102", "county", _PROVINCE, _CITY, "云岭区", "yunling-example.gov.cn"),
    "songping": Place("990123", "county", _PROVINCE, _CITY, "松坪县", "songping-example.gov.cn"),
    "liutang": Place("990124", "county", _PROVINCE, _CITY, "柳塘县", "liutang-example.gov.cn"),
    "shazhou": Place("990103", "county", _PROVINCE, _CITY, "沙洲区", "shazhou-example.gov.cn"),
    "beiping": Place("990125", "county", _PROVINCE, _CITY, "北屏县", "beiping-example.gov.cn"),
    "nanping": Place("990126", "county", _PROVINCE, _CITY, "南屏坝县", "nanpingba-example.gov.cn"),
}


#: Further counties, for benchmarks and for crawls of many portals: bench0, bench1 …
PLACES |= {
    f"bench{number}": Place(
        f"9902{number + 21:02d}", "county", _PROVINCE, _CITY, f"{first}{second}县", f"county{number}-example.gov.cn"
    )
    for number, (first, second) in enumerate((a, b) for b in "溪岗" for a in "槐榆枫桐柏杉梓楠")
}
