from __future__ import annotations

import asyncio
import gc
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from crawler.workers import ReaderPool, ReadingCrashed, ReadingError, ReadingTimeout, ReadingTooLarge
from tests.crawl import jobs

ROOT = Path(__file__).parents[2]


def with_pool(scenario: Callable[[ReaderPool], Coroutine[Any, Any, None]], **options: Any) -> None:
    async def main() -> None:
        pool = ReaderPool(options.pop("processes", 1), **options)
        try:
            await scenario(pool)
        finally:
            pool.close()

    asyncio.run(main())


def test_results_come_back_to_the_caller_that_asked() -> None:
    async def scenario(pool: ReaderPool) -> None:
        answers = await asyncio.gather(*(pool.run(jobs.double, number) for number in range(50)))
        assert answers == [number * 2 for number in range(50)]
        assert await pool.run(jobs.length, b"x" * 5_000_000) == 5_000_000

    with_pool(scenario, processes=2)


def test_a_slow_page_is_given_up_and_the_next_one_is_read() -> None:
    async def scenario(pool: ReaderPool) -> None:
        with pytest.raises(ReadingTimeout, match=r"0\.3 s"):
            await pool.run(jobs.sleep, 30)
        assert await pool.run(jobs.double, 4) == 8

    with_pool(scenario, timeout=0.3)


def test_a_crash_loses_only_its_page() -> None:
    async def scenario(pool: ReaderPool) -> None:
        results = await asyncio.gather(
            *(pool.run(jobs.crash) if number == 3 else pool.run(jobs.double, number) for number in range(8)),
            return_exceptions=True,
        )
        assert isinstance(results[3], ReadingCrashed)
        assert "SIGSEGV" in str(results[3])
        assert [result for result in results if isinstance(result, int)] == [0, 2, 4, 8, 10, 12, 14]

    with_pool(scenario, processes=2)


def test_a_page_that_eats_memory_fails_and_the_worker_goes_on() -> None:
    async def scenario(pool: ReaderPool) -> None:
        with pytest.raises(ReadingTooLarge):
            await pool.run(jobs.gobble, 2000)
        assert await pool.run(jobs.gobble, 10) == 10 * 2**20

    with_pool(scenario, memory_mb=600)


def test_an_exception_arrives_with_the_place_where_it_was_raised() -> None:
    async def scenario(pool: ReaderPool) -> None:
        with pytest.raises(ReadingError, match=r"in fail\n.*\n.*a page nobody foresaw"):
            await pool.run(jobs.fail)

    with_pool(scenario)
    with_pool(scenario, processes=0)


def test_workers_are_replaced_after_their_share_of_jobs() -> None:
    async def scenario(pool: ReaderPool) -> None:
        pids = [await pool.run(jobs.pid) for _ in range(6)]
        assert len(set(pids)) == 2

    with_pool(scenario, jobs_per_worker=3)


def test_workers_end_when_the_crawl_is_killed() -> None:
    program = (
        "import asyncio, sys\n"
        "from crawler.workers import ReaderPool\n"
        "from tests.crawl import jobs\n"
        "async def main():\n"
        "    pool = ReaderPool(1)\n"
        "    print(await pool.run(jobs.pid), flush=True)\n"
        "    await pool.run(jobs.sleep, 60)\n"
        "asyncio.run(main())\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, cwd=ROOT) as crawl:
        assert crawl.stdout is not None
        worker = int(crawl.stdout.readline())
        time.sleep(0.1)
        crawl.send_signal(signal.SIGKILL)
    assert gone_within(worker, 3.0)


def gone_within(pid: int, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False


def test_the_memory_of_workers_is_their_own_not_that_of_the_process_that_started_them() -> None:
    async def scenario(pool: ReaderPool) -> None:
        ballast = bytearray(b"x" * 200_000_000)
        assert await pool.run(jobs.double, len(ballast)) == 400_000_000
        pool.close()
        assert 0 < pool.peak_memory < 150_000_000

    with_pool(scenario)


def test_the_memory_of_workers_is_that_of_as_many_as_ran_at_once() -> None:
    async def scenario(pool: ReaderPool) -> None:
        for _ in range(3):
            await pool.run(jobs.gobble, 50)
        pool.close()
        assert 50_000_000 < pool.peak_memory < 150_000_000

    with_pool(scenario, jobs_per_worker=1)


def test_a_reader_process_loads_nothing_of_the_network_or_the_database() -> None:
    heavy = "{'scrapy', 'twisted', 'OpenSSL', 'sqlite_utils'}"
    code = f"import crawler.walk.examine, sys; print(*sorted({heavy} & set(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert loaded.stdout.split() == []


def test_a_worker_at_its_first_job_is_no_garbage_though_nobody_but_its_task_knows_it() -> None:
    async def scenario(pool: ReaderPool) -> None:
        answers: list[int] = []
        asyncio.ensure_future(pool.run(jobs.double, 4)).add_done_callback(lambda task: answers.append(task.result()))
        for _ in range(60):
            await asyncio.sleep(0.05)
            gc.collect()
        assert answers == [8]

    with_pool(scenario, first=(jobs.sleep, (1,)))
