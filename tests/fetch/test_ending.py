from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

from tests.fetch.conftest import ROOT
from tests.fetch.server import Server


def test_a_crawl_that_waits_for_a_site_ends_at_once_when_told_to(server: Server) -> None:
    host = "www.waiting.gov.cn"
    plan = {
        "portals": [f"http://{host}/"],
        "requests": [{"url": f"http://{host}/{n}.html"} for n in range(3)],
        "settings": {"DOWNLOAD_DELAY": 300},
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.fetch.probe"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "http_proxy": server.url},
        text=True,
    )
    assert process.stdin is not None
    process.stdin.write(json.dumps(plan))
    process.stdin.flush()
    process.stdin.close()
    process.stdin = None
    deadline = time.monotonic() + 20
    while not server.times(host) and time.monotonic() < deadline:
        time.sleep(0.02)
    time.sleep(0.3)
    told = time.monotonic()
    process.send_signal(signal.SIGTERM)
    output, _ = process.communicate(timeout=20)
    assert time.monotonic() - told < 5
    assert {page["state"] for page in json.loads(output)["pages"].values()} == {"pending"}
