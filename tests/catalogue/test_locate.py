"""Which division an agency's name begins with: true names, shared names, old names, and words that are no place."""

import time

import pytest

from crawler.catalogue.divisions import locate
from crawler.catalogue.table import table

NAMED = [
    # text, portal, year, code
    ("定西市民政局", "", None, "621100"),
    ("靖远县人力资源和社会保障局", "", None, "620421"),
    ("衡山县民政局", "", 2016, "430423"),
    ("万源市民政局", "", 2017, "511781"),
    ("平潭县人民政府", "", None, "350128"),
    ("平潭综合实验区党工委", "", None, "350128"),
    ("甘肃省靖远县乌兰镇", "", None, "620421"),
    ("甘肃靖远乌兰镇", "", None, "620421"),
    ("甘肃省白银市靖远县人民政府办公室", "", None, "620421"),
    ("甘肃省教育厅", "", None, "620000"),
    ("甘肃定西民政局", "", None, "621100"),
    ("白银区民政局", "", None, "620402"),
    ("白银市财政局", "", None, "620400"),
    ("浦东新区民政局", "", None, "310115"),
    ("上海市浦东新区曹路镇人民政府", "", None, "310115"),
    ("北京市朝阳区教育委员会", "", None, "110105"),
    ("吉林省吉林市丰满区统计局", "", None, "220211"),
    ("重庆市江北区财政局", "", None, "500105"),
    ("济源市财政局", "", None, "419001"),
    ("芒市遮放镇人民政府", "", None, "533103"),
    ("东莞市虎门镇人民政府", "", None, "441900"),
    ("内蒙古自治区民政厅", "", None, "150000"),
    ("内蒙古民政厅", "", None, "150000"),
    ("广西壮族自治区河池市", "", None, "451200"),
    ("科尔沁左翼中旗教育局", "", None, "150521"),
    ("中共定西市委办公室", "", None, "621100"),
    ("国家税务总局定西市税务局", "", None, "621100"),
    ("2021年定西市民政局政府信息公开", "", None, "621100"),
    ("《定西市民政局", "", None, "621100"),
    # branches, and the state's own organs: the place stands after the organ
    ("沈阳市公安局沈河分局", "", None, "210103"),
    ("莆田市公安局城厢分局", "", None, "350302"),
    ("市公安局城厢分局", "350302", None, "350302"),
    ("广州市公安局增城区分局", "", None, "440118"),
    ("宁波市自然资源和规划局国家高新区分局", "", None, "330200"),
    ("国家能源局山西监管办公室", "", None, "140000"),
    ("国家粮食和物资储备局天津局", "", None, "120000"),
    ("国家统计局靖远调查队", "", None, "620421"),
    ("中国人民银行定西市中心支行", "", None, "621100"),
    ("中华人民共和国昆明海关", "", None, "530100"),
    ("民航新疆管理局", "", None, "650000"),
    ("海南海事局", "", None, "460000"),
    ("周口市住房公积金管理中心鹿邑县管理部", "", None, "411628"),
    # what autonomous divisions are called
    ("黔东南州教育局", "", None, "522600"),
    ("黔东南苗族侗族自治州教育局", "", None, "522600"),
    ("临夏州民政局", "", None, "622900"),
    ("临夏县民政局", "", None, "622921"),
    ("临夏市民政局", "", None, "622901"),
    ("东乡县教育局", "", None, "622926"),
    ("东乡族自治县民政局", "", None, "622926"),
    ("海南州教育局", "", None, "632500"),
    ("海南省教育厅", "", None, "460000"),
    ("海南区教育局", "", None, "150303"),
    # names that several places share
    ("城关区民政局", "620100", None, "620102"),
    ("城关区民政局", "540100", None, "540102"),
    ("城关区民政局", "621100", None, "620102"),
    ("鼓楼区统计局", "350100", None, "350102"),
    ("鼓楼区统计局", "320106", None, "320106"),
    ("南京市鼓楼区统计局", "", None, "320106"),
    ("朝阳区民政局", "220100", None, "220104"),
    ("和平区教育局", "120000", None, "120101"),
    ("市中区教育局", "370100", None, "370103"),
    ("桥西区财政局", "130700", None, "130703"),
    ("郊区民政局", "140300", None, "140311"),
    ("吉林民政局", "220200", None, "220200"),
    ("吉林民政厅", "220000", None, "220000"),
    # the code valid in the year
    ("三元区城关街道", "350404", 2017, "350403"),
    ("三元区城关街道2017年政府信息公开工作年度报告", "", 2017, "350403"),
    ("三元区城关街道", "350404", 2022, "350404"),
    ("梅列区民政局", "350404", 2019, "350402"),
    ("市中区财政局", "370800", 2010, "370802"),
    ("襄樊市民政局", "", 2009, "420600"),
    ("万源县民政局", "", 1985, "513024"),
    ("三元区民政局", "350404", 2030, "350404"),
    ("市政府办公室", "621102", None, "621100"),
    ("市市场监督管理局", "621102", None, "621100"),
    # no place of its own: the portal's
    ("市人社局", "621100", None, "621100"),
    ("市民政局", "620421", None, "620400"),
    ("市市场监督管理局", "621100", None, "621100"),
    ("县民政局", "620421", None, "620421"),
    ("区教育局", "350404", None, "350404"),
    ("省教育厅", "620421", None, "620000"),
    ("自治区教育厅", "450100", None, "450000"),
    ("州发展和改革委员会", "522600", None, "522600"),
    # development zones belong to the government they lie under
    ("兰州高新技术产业开发区管委会", "", None, "620100"),
    ("定西市经济开发区管理委员会", "", None, "621100"),
    ("高新区管委会", "620100", None, "620100"),
    ("新区管委会", "620100", None, "620100"),
]

NO_PLACE = [
    ("", "", None),
    ("民政局", "621100", None),
    ("公安局", "421000", None),
    ("资源规划局", "450300", None),
    ("合作交流办公室", "623000", None),
    ("市场监督管理局", "621100", None),
    ("市政工程管理处", "621100", None),
    ("区域协作办公室", "350404", None),
    ("城区管理局", "", None),
    ("北京路街道办事处", "650104", None),
    ("北京路街道办事处", "", None),
    ("上海街道办事处", "", None),
    ("长春路街道", "", None),
    ("大同镇人民政府", "", None),
    ("中山街道办事处", "350203", None),
    ("南京西路街道", "310106", None),
    ("城关区民政局", "", None),
    ("鼓楼区统计局", "", None),
    ("朝阳川镇人民政府", "222401", None),
]

AGENCIES = (
    "发展和改革局 教育局 科学技术局 工业和信息化局 民族宗教事务局 公安局 民政局 司法局 财政局 "
    "人力资源和社会保障局 自然资源局 生态环境局 住房和城乡建设局 交通运输局 水务局 农业农村局 "
    "商务局 文化体育广电和旅游局 卫生健康局 退役军人事务局 应急管理局 审计局 市场监督管理局 统计局 "
    "医疗保障局 信访局 林业和草原局 扶贫开发办公室 机关事务管理局 城市管理局 行政审批局 "
    "大数据管理局 供销合作社 残疾人联合会 融媒体中心 人民政府办公室 地震局 气象局 烟草专卖局 "
    "招商局 粮食局 安全生产监督管理局 国土资源局 环境保护局 规划局 水利局 畜牧兽医局 文化馆 "
    "档案馆 图书馆 城关镇人民政府 新城镇人民政府 和平街道办事处 新华街道办事处 建设路街道办事处 "
    "中心卫生院 平安建设办公室 友好街道办事处 开发区管委会 高新技术产业开发区 东风街道 红旗镇 "
    "向阳乡人民政府"
).split()


@pytest.mark.parametrize(("text", "near", "year", "code"), NAMED)
def test_finds_the_division_an_agency_belongs_to(text: str, near: str, year: int | None, code: str) -> None:
    division = locate(text, near, year)
    assert division is not None
    assert division.code == code


@pytest.mark.parametrize(("text", "near", "year"), NO_PLACE)
def test_finds_nothing_where_no_one_place_is_named(text: str, near: str, year: int | None) -> None:
    assert locate(text, near, year) is None


@pytest.mark.parametrize("agency", AGENCIES)
def test_takes_no_agency_for_a_place(agency: str) -> None:
    assert locate(agency) is None


def test_every_division_is_found_by_its_full_name_in_its_time() -> None:
    for rows in table().by_code.values():
        for row in rows:
            year = min(row.valid_to, 2024)
            if year >= 2007:
                assert locate(row.full_name + "民政局", year=year) is row
                assert locate(row.name + "民政局", row.code, year) is row


def test_a_place_outside_the_data_takes_the_nearest_year() -> None:
    early = locate("万源县民政局", year=1950)
    assert early is not None
    assert early.code == "513022"


def test_is_fast_enough_to_be_called_for_every_report() -> None:
    locate("定西市")
    rounds = 20
    start = time.perf_counter()
    for _ in range(rounds):
        for text, near, year, _ in NAMED:
            locate(text, near, year)
    each = (time.perf_counter() - start) / rounds / len(NAMED)
    assert each < 100e-6  # about 5 µs on an idle machine
