"""The bench runs and reports; how fast is for the reader, not for the test."""

import pytest

from leeward.edge.bench import bench


@pytest.mark.squid
def test_the_bench_reports_squid_with_and_without_the_service_in_one_run() -> None:
    figures = bench(requests=200, concurrency=4, domains=500, rounds=1)
    assert set(figures) == {"squid alone", "squid + leeward", "leeward's icap"}
    assert all(figure["requests_per_second"] > 0 for figure in figures.values())
    assert {"p50_ms", "p99_ms", "filter_cpu_ms"} <= set(figures["squid + leeward"])
