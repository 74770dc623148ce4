from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.fetch.server import Server, serving

ROOT = Path(__file__).resolve().parents[2]
Crawl = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


@pytest.fixture(scope="session")
def crawl() -> Crawl:
    """Runs a plan of tests.fetch.probe; ``proxy`` is the server that stands for the whole network."""

    def run(plan: dict[str, Any], proxy: Server | None = None, errors: list[str] | None = None) -> dict[str, Any]:
        env = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
        if proxy is not None:
            env |= {"http_proxy": proxy.url, "https_proxy": proxy.url}
        done = subprocess.run(
            [sys.executable, "-m", "tests.fetch.probe"],
            input=json.dumps(plan),
            capture_output=True,
            text=True,
            cwd=ROOT,
            env=env,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        if errors is not None:
            errors.append(done.stderr)
        result: dict[str, Any] = json.loads(done.stdout)
        return result

    return run
