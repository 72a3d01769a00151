"""Runs the checks stage by stage, says how long each took, and ends with one line that counts every test."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
sys.path.insert(0, str(ROOT))

from scripts import postgres  # noqa: E402

NOT_HEAVY = "not browser and not squid and not slow"
HEAVY = "browser or squid or slow"
SIDE_BY_SIDE = ("-n", "2", "--dist", "loadfile", "--no-loadscope-reorder")
"""The tests of one file share what they started, so they stay in one process; long files come first."""
SOAK_ROUNDS = 10
"""How often the tests that kill processes are run in a soak; where they strike differs from run to run."""
SUMMARY = re.compile(r"(\d+) (passed|failed|error|errors|skipped)\b")


def environment(**more: str) -> dict[str, str]:
    """That of a check. Python keeps what it compiled: the tests start hundreds of processes."""
    own = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(ROOT / "var" / "compiled"), **more}
    own.pop("PYTHONDONTWRITEBYTECODE", None)
    return own


class Tally:
    """What has passed and failed so far, and how long each stage took."""

    def __init__(self) -> None:
        self.passed = self.failed = self.skipped = 0
        self.stages: list[tuple[str, bool, float]] = []

    def stage(self, name: str, run: Callable[[], bool]) -> None:
        print(f"\n=== {name}", flush=True)
        start = time.monotonic()
        good = run()
        self.stages.append((name, good, time.monotonic() - start))

    def command(self, *command: str) -> bool:
        """One check without tests of its own: it counts as one."""
        done = subprocess.run([str(BIN / command[0]), *command[1:]], cwd=ROOT, env=environment(), check=False)
        if done.returncode:
            self.failed += 1
        else:
            self.passed += 1
        return done.returncode == 0

    def pytest(self, *options: str, **more: str) -> bool:
        """A pytest run whose summary is added to the tally; a run that executed nothing is a failure."""
        process = subprocess.Popen(
            [str(BIN / "python"), "-m", "pytest", "--durations=5", *options],
            cwd=ROOT,
            env=environment(**more),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert process.stdout is not None
        last = ""
        for line in process.stdout:
            print(line, end="", flush=True)
            if SUMMARY.search(line) and " in " in line:
                last = line
        code = process.wait()
        counts: dict[str, int] = {}
        for count, word in SUMMARY.findall(last):
            counts[word.rstrip("s")] = int(count)
        self.passed += counts.get("passed", 0)
        self.skipped += counts.get("skipped", 0)
        failed = counts.get("failed", 0) + counts.get("error", 0)
        if code and not failed:
            failed = 1
        self.failed += failed
        return code == 0

    def close(self) -> int:
        print("\n=== Stages")
        for name, good, seconds in self.stages:
            print(f"{'ok    ' if good else 'FAILED'} {seconds:7.1f} s  {name}")
        print(f"\n{self.passed} passed, {self.failed} failed, {self.skipped} skipped", flush=True)
        return 1 if self.failed else 0


def code_stages(tally: Tally) -> None:
    tally.stage("format", lambda: tally.command("ruff", "format", "--check", "-q", "leeward", "tests", "scripts"))
    tally.stage("lint", lambda: tally.command("ruff", "check", "-q", "leeward", "tests", "scripts"))
    tally.stage("import contracts", lambda: tally.command("lint-imports"))
    tally.stage("types", lambda: tally.command("mypy", "leeward"))


def on_postgres(tally: Tally, *options: str) -> bool:
    try:
        with postgres.cluster() as address:
            return tally.pytest(*options, LEEWARD_DATABASE_URL=address)
    except RuntimeError as problem:
        print(problem)
        if os.environ.get("LEEWARD_REQUIRE") == "all":
            tally.failed += 1
            return False
        print("SKIPPED LOUDLY: the tests on PostgreSQL")
        tally.skipped += 1
        return True


def fast() -> int:
    tally = Tally()
    code_stages(tally)
    tally.stage("tests on SQLite", lambda: tally.pytest("-m", NOT_HEAVY, "-n", "2"))
    return tally.close()


def everything() -> int:
    tally = Tally()
    code_stages(tally)
    tally.stage("tests on SQLite", lambda: tally.pytest("-m", NOT_HEAVY, "-n", "2"))
    tally.stage("tests on PostgreSQL", lambda: on_postgres(tally, "-m", NOT_HEAVY, "-n", "2"))
    tally.stage("browser, Squid and processes on SQLite", lambda: tally.pytest("-m", HEAVY, *SIDE_BY_SIDE))
    tally.stage(
        "browser journeys and backups on PostgreSQL",
        lambda: on_postgres(tally, "-m", f"({HEAVY}) and not looks", *SIDE_BY_SIDE, "tests/backup", "tests/journeys"),
    )
    return tally.close()


def soak() -> int:
    tally = Tally()
    tally.stage("properties, 5,000 examples each", lambda: tally.pytest("-m", NOT_HEAVY, HYPOTHESIS_PROFILE="soak"))
    for turn in range(1, SOAK_ROUNDS + 1):
        tally.stage(f"kills, round {turn} of {SOAK_ROUNDS}", lambda: tally.pytest("-m", "slow"))
    folder = ROOT / "var" / "soak"
    folder.mkdir(parents=True, exist_ok=True)
    survivors = str(folder / "mutants.txt")
    tally.stage("rules broken on purpose", lambda: tally.command("python", "-m", "scripts.mutate", "--out", survivors))
    tally.stage("300 people reporting at once", lambda: tally.command("leeward", "bench", "--only", "reports"))
    code = tally.close()
    report = folder / time.strftime("%Y-%m-%d-%H%M.txt")
    lines = [f"{'ok' if good else 'FAILED'} {seconds:.1f} s {name}" for name, good, seconds in tally.stages]
    report.write_text("\n".join([*lines, f"{tally.passed} passed, {tally.failed} failed"]) + "\n")
    print(f"Report: {report.relative_to(ROOT)}")
    return code


if __name__ == "__main__":
    sys.exit({"fast": fast, "all": everything, "soak": soak}[sys.argv[1]]())
