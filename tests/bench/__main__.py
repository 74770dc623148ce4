"""``python -m tests.bench [--quick] [--json FILE] [reading|crawling|copying]``: prints tables of medians and ratios.

Without a part, reading and crawling; copying (50,000 reports) takes ten minutes and is run by its name.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from pathlib import Path
from typing import Any

from tests.bench import copying, crawling, reading


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="tests.bench", description=__doc__)
    parser.add_argument("part", nargs="?", choices=("reading", "crawling", "copying"), help="only this part")
    parser.add_argument("--quick", action="store_true", help="few pages, one round: only whether it runs")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures to FILE")
    options = parser.parse_args(arguments)
    found: dict[str, Any] = {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "cores": os.cpu_count(),
        "quick": options.quick,
    }
    if options.part == "copying":
        found["copying"] = copying.measure((200,) if options.quick else (1000, 10_000, 50_000))
        print(copying_table(found["copying"]))
    if options.part in (None, "reading"):
        found["reading"] = reading.measure(*((14, 1) if options.quick else (400, 5)))
        print(reading_table(found["reading"]))
    if options.part in (None, "crawling"):
        size = {"departments": 1, "bulk": 2} if options.quick else {}
        found["crawling"] = crawling.measure(*((2, 1) if options.quick else (16, 3)), **size)
        print(crawling_table(found["crawling"]))
    if options.json:
        options.json.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0


def reading_table(found: dict[str, Any]) -> str:
    low, high = found["bytes_range"]
    lines = [
        f"Reading: {found['pages']} generated report pages, {found['bytes_median'] / 1000:.0f} kB"
        f" ({low / 1000:.0f} to {high / 1000:.0f}), median of {found['rounds']} interleaved rounds",
        f"  {'':18}{'CPU ms':>8}{'x lxml':>9}",
    ]
    lines += [f"  {name:18}{ms:8.2f}{found['times_lxml'][name]:9.1f}" for name, ms in found["ms"].items()]
    lines.append(f"  read_document is {found['faster_than_trafilatura']:.1f} times as fast as trafilatura")
    total = sum(found["steps_ms"].values())
    lines.append(f"  steps of read_document, mean ms ({total:.2f} with the stop-watches on):")
    lines += [f"    {step:16}{ms:8.3f}{ms / total:9.0%}" for step, ms in found["steps_ms"].items()]
    for name, share in found["quality"].items():
        lines.append(f"  {name}: paragraphs kept {share['kept']:.2%}, boilerplate leaked {share['leaked']:.2%}")
    return "\n".join(lines) + "\n"


def crawling_table(found: dict[str, Any]) -> str:
    lines = [
        f"Crawling: {found['sites']} sites, {found['reports']} reports planted, {found['reports_stored']} stored;"
        f" pace off, median of {found['rounds']} alternating runs",
        f"  {'':14}{'pages':>8}{'seconds':>9}{'pages/s':>9}{'CPU ms/page':>13}",
    ]
    for name, run in found["medians"].items():
        speed, cpu = run["pages_per_second"], run["cpu_ms_per_page"]
        lines.append(f"  {name:14}{run['pages']:8.0f}{run['seconds']:9.2f}{speed:9.1f}{cpu:13.2f}")
    lines.append(
        f"  ours / bare Scrapy: speed {found['speed_ratio']:.2f}, CPU {found['cpu_ratio']:.2f} (start-up included)"
    )
    return "\n".join(lines) + "\n"


def copying_table(found: dict[str, Any]) -> str:
    lines = [
        "Copying: made-up reports, a tenth of them copied; pairs of half the text or more, CPU per report",
        f"  {'reports':>8}{'planted':>9}{'found':>8}{'false':>7}{'share off':>11}{'ms each':>9}{'ms new':>8}"
        f"{'kB index':>10}{'peak MB':>9}{'idle MB':>9}",
    ]
    lines += [
        f"  {run['reports']:8}{run['planted']:9}{run['found']:8.1%}{run['false_pairs']:7}"
        f"{run['share_error_mean']:11.3f}"
        f"{run['ms_per_report']:9.1f}{run['ms_per_new_report']:8.1f}{run['index_bytes_per_report'] / 1000:10.1f}"
        f"{run['peak_mb']:9.0f}{run['idle_mb']:9.0f}"
        for run in found.values()
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
