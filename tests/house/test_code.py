"""What must hold of the code itself: small views, no ORM in them, contracts kept, migrations complete."""

import ast
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from importlinter.cli import lint_imports

ROOT = Path(__file__).parent.parent.parent
LONGEST_VIEW = 20
LONGEST_FILE = 400
LONGEST_FUNCTION = 50


def files(pattern: str) -> list[Path]:
    """Our own code of that shape, migrations left out."""
    return sorted(path for path in (ROOT / "leeward").glob(pattern) if "migrations" not in path.parts)


def view_files() -> list[Path]:
    """Every module that holds views."""
    return [*files("*/views.py"), *files("*/views/*.py"), *files("*/*/views.py")]


def _functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text())
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def _length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of the body; its docstring is free."""
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_views_are_short() -> None:
    long = [
        f"{path.relative_to(ROOT)}: {node.name} has {_length(node)} lines"
        for path in view_files()
        for node in _functions(path)
        if _length(node) > LONGEST_VIEW
    ]
    assert long == [], "views ask a query or call an action, and render"


ORM = {"objects", "save", "delete", "bulk_create", "select_related", "prefetch_related", "get_or_create"}


def test_views_never_touch_the_database() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno} .{node.attr}"
        for path in view_files()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and node.attr in ORM
    ]
    assert found == []


def test_functions_stay_under_fifty_lines_and_files_near_four_hundred() -> None:
    long = [
        f"{path.relative_to(ROOT)}: {node.name} has {_length(node)} lines"
        for path in files("**/*.py")
        for node in _functions(path)
        if _length(node) > LONGEST_FUNCTION
    ]
    long += [
        f"{path.relative_to(ROOT)} has {count} lines"
        for path in files("**/*.py")
        if (count := len(path.read_text().splitlines())) > LONGEST_FILE * 1.1
    ]
    assert long == []


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in files("**/*.py")
        if ast.get_docstring(ast.parse(path.read_text())) is None
    ]
    assert silent == []


def test_nothing_is_left_to_do_later() -> None:
    words = ("TO" + "DO", "FIX" + "ME")
    found = [
        f"{path.relative_to(ROOT)}: {word}"
        for folder in ("leeward", "tests", "scripts")
        for path in (ROOT / folder).rglob("*.py")
        for word in words
        if word in path.read_text()
    ]
    assert found == []


def test_no_test_is_skipped_or_expected_to_fail() -> None:
    words = ("pytest.mark." + "skip", "pytest.mark." + "xfail", "pytest." + "xfail(")
    found = [
        f"{path.relative_to(ROOT)}: {word}"
        for path in (ROOT / "tests").rglob("*.py")
        for word in words
        if word in path.read_text()
    ]
    assert found == []


def test_the_import_contracts_are_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(ROOT)
    assert lint_imports(config_filename=str(ROOT / ".importlinter"), cache_dir=str(tmp_path)) == 0


FORBIDDEN = ("django", "leeward.foundation", "leeward.frontdoor.settings")


@pytest.mark.parametrize(
    "statement",
    [
        "import pkgutil, importlib, leeward.engine as r;"
        "[importlib.import_module(m.name) for m in pkgutil.walk_packages(r.__path__, 'leeward.engine.')]",
        "import pkgutil, importlib, leeward.edge as r;"
        "[importlib.import_module(m.name) for m in pkgutil.walk_packages(r.__path__, 'leeward.edge.')"
        " if not m.name.endswith('__main__')]",
    ],
    ids=["engine", "edge"],
)
def test_the_engine_and_the_edge_start_without_django(statement: str) -> None:
    _without_django(statement)


@pytest.mark.parametrize("command", ["edge", "assess", "decide"])
def test_a_light_command_starts_without_django(command: str) -> None:
    from leeward.frontdoor.cli import COMMANDS

    assert command in COMMANDS
    _without_django(
        "from click.testing import CliRunner; from leeward.frontdoor.cli import cli;"
        f"done = CliRunner().invoke(cli, ['{command}', '--help']); assert done.exit_code == 0, done.output"
    )


def _without_django(statement: str) -> None:
    check = f"import sys;{statement};loaded = [n for n in {FORBIDDEN!r} if n in sys.modules];assert not loaded, loaded"
    done = subprocess.run([sys.executable, "-c", check], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-1500:]


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    said = StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=said, verbosity=1)
    except SystemExit:
        pytest.fail(said.getvalue())


def test_rules_and_engine_read_no_clock_and_no_environment() -> None:
    banned = {"now", "today", "utcnow", "time", "monotonic", "localdate", "environ", "getenv"}
    paths = [*files("engine/**/*.py"), *files("*/rules.py"), *files("*/rules/**/*.py")]
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno} {ast.unparse(node)}"
        for path in paths
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute)
        and node.attr in banned
        and isinstance(node.value, ast.Name)
        and node.value.id in {"datetime", "date", "time", "timezone", "os", "time_module"}
    ]
    assert found == [], "time, lists and settings are passed in"
