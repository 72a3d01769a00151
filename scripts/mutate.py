"""Breaks who may read, who receives and by when in one small way at a time, and asks whether a test notices.

    python -m scripts.mutate [part of a module's name …] [--seconds N] [--out FILE]

Each mutant is a process forked from one that has the libraries loaded; it imports the module with one change in it
and runs only the fast tests of that module. No file is changed. A mutant lives on when every test passes with it.
Of strings nothing is changed: they are texts, keys and names of fields.
"""

import argparse
import ast
import copy
import importlib.abc
import importlib.machinery
import importlib.util
import os
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, ModuleType

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 90
"""Seconds after which a mutant counts as noticed: it never came to an end."""
WANTED = 90
"""Per cent of the mutants that must be noticed."""

SAFE, CLOCK = "tests/safeguarding", "tests/foundation/clocks"
TESTS: dict[str, tuple[str, ...]] = {
    "leeward.safeguarding.rules.routing": (f"{SAFE}/test_routing.py", f"{SAFE}/test_route_table.py"),
    "leeward.safeguarding.rules.route_table": (f"{SAFE}/test_route_table.py",),
    "leeward.safeguarding.rules.lifecycle": (f"{SAFE}/test_lifecycle.py",),
    "leeward.safeguarding.rules.retention": (f"{SAFE}/test_retention.py",),
    "leeward.safeguarding.rules.limits": (f"{SAFE}/test_limits.py",),
    "leeward.foundation.clocks.calendar": (f"{CLOCK}/test_calendar.py", f"{CLOCK}/test_limits.py"),
    "leeward.foundation.clocks.limits": (f"{CLOCK}/test_limits.py",),
    "leeward.foundation.clocks.organisation": (f"{CLOCK}/test_organisation.py",),
    "leeward.foundation.clocks.readings": (f"{CLOCK}/test_readings.py",),
    "leeward.foundation.access": ("tests/foundation/test_access.py",),
    "leeward.safeguarding.queries.access": (f"{SAFE}/test_admitted.py",),
}
"""What is broken, and the tests that should notice."""

COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
COUNTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: its line, what it does, and the whole source with it."""

    line: int
    what: str
    source: str


def changed(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Every small change of one node, each with words for it."""
    match node:
        case ast.Compare(ops=ops):
            for place, operator in enumerate(ops):
                for other in COMPARED[type(operator)]:
                    twin = copy.deepcopy(node)
                    twin.ops[place] = other()
                    yield f"{ast.unparse(node)} → {ast.unparse(twin)}", twin
        case ast.BoolOp():
            twin_bool = copy.deepcopy(node)
            twin_bool.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
            yield f"{ast.unparse(node)} → {ast.unparse(twin_bool)}", twin_bool
        case ast.UnaryOp(op=ast.Not() | ast.USub()):
            yield f"{ast.unparse(node)} → {ast.unparse(node.operand)}", node.operand
        case ast.BinOp() if type(node.op) in COUNTED:
            twin_sum = copy.deepcopy(node)
            twin_sum.op = COUNTED[type(node.op)]()
            yield f"{ast.unparse(node)} → {ast.unparse(twin_sum)}", twin_sum
        case ast.Constant(value=bool() as truth):
            yield f"{truth} → {not truth}", ast.Constant(not truth)
        case ast.Constant(value=int() as number):
            yield f"{number} → {number + 1}", ast.Constant(number + 1)
        case ast.Return(value=value) if value is not None and not _is_none(value):
            yield f"return {ast.unparse(value)} → return None", ast.Return(ast.Constant(None))
        case ast.Raise() | ast.Expr(value=ast.Call() | ast.Await()):
            yield f"{ast.unparse(node)} → nothing", ast.Pass()
        case ast.IfExp():
            yield f"{ast.unparse(node)} → {ast.unparse(node.body)}", node.body
            yield f"{ast.unparse(node)} → {ast.unparse(node.orelse)}", node.orelse
        case ast.comprehension(ifs=[_, *_]):
            twin_loop = copy.deepcopy(node)
            twin_loop.ifs = []
            yield f"without if {ast.unparse(node.ifs[0])}", twin_loop


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def places(tree: ast.AST, line: int = 1) -> Iterator[tuple[ast.AST, str, int | None, ast.AST, int]]:
    """Every node that runs with the node above it; annotations, Protocols and `dataclass` only describe."""
    for name, value in ast.iter_fields(tree):
        if name in ("annotation", "returns", "type_comment"):
            continue
        for index, child in enumerate(value) if isinstance(value, list) else ((None, value),):
            if not isinstance(child, ast.AST):
                continue
            if isinstance(child, ast.ClassDef) and any(ast.unparse(base) == "Protocol" for base in child.bases):
                continue
            if name == "decorator_list" and ast.unparse(child).startswith("dataclass("):
                continue
            at = getattr(child, "lineno", line)
            yield tree, name, index, child, at
            yield from places(child, at)


def mutants(source: str) -> list[Mutant]:
    """Every mutant of a module, in the order of its lines."""
    tree = ast.parse(source)
    found = []
    for above, name, index, node, line in list(places(tree)):
        for what, other in changed(node):
            _put(above, name, index, other)
            found.append(Mutant(line, what, ast.unparse(ast.fix_missing_locations(tree))))
            _put(above, name, index, node)
    return sorted(found, key=lambda mutant: mutant.line)


def _put(above: ast.AST, name: str, index: int | None, node: ast.AST) -> None:
    if index is None:
        setattr(above, name, node)
    else:
        getattr(above, name)[index] = node


class Loader(importlib.machinery.SourceFileLoader):
    """Loads a module from other source than its file has."""

    source = ""

    def get_code(self, fullname: str) -> CodeType:
        return compile(self.source, self.path, "exec", dont_inherit=True)


class Finder(importlib.abc.MetaPathFinder):
    """Gives one module its other source."""

    def __init__(self, module: str, source: str) -> None:
        self.module, self.source = module, source

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != self.module:
            return None
        file = str(file_of(fullname))
        loader = Loader(fullname, file)
        loader.source = self.source
        return importlib.util.spec_from_file_location(fullname, file, loader=loader)


def file_of(module: str) -> Path:
    return ROOT.joinpath(*module.split(".")).with_suffix(".py")


def ran(module: str, source: str, tests: tuple[str, ...]) -> int | None:
    """How pytest ends with this source of the module, in a process of its own; None when it had to be stopped."""
    child = os.fork()
    if child == 0:
        _run_here(module, source, tests)
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.02)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


def _run_here(module: str, source: str, tests: tuple[str, ...]) -> None:
    import pytest

    os.setsid()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    sys.meta_path.insert(0, Finder(module, source))
    code = 3
    try:
        code = int(pytest.main(["-x", "--tb=no", "-m", "not browser and not squid and not slow", *tests]))
    finally:
        os._exit(code)


def preload() -> None:
    """What every child needs and no mutant touches, loaded once."""
    for library in ("django.db.models", "django.test", "django.views", "pytest"):
        importlib.import_module(library)


def measure(module: str, until: float) -> tuple[int, int, list[Mutant]]:
    """How many mutants the module has, how many were tried in time, and those that lived."""
    source, tests = file_of(module).read_text(), TESTS[module]
    began = time.monotonic()
    if ran(module, source, tests) != 0:
        raise SystemExit(f"{module}: its tests fail without any change")
    each = mutants(source)
    print(f"{module}: {len(each)} mutants, {time.monotonic() - began:.1f} s each at most", flush=True)
    lived, tried = [], 0
    for mutant in each:
        if time.monotonic() > until:
            break
        tried += 1
        if ran(module, mutant.source, tests) == 0:
            lived.append(mutant)
            print(f"  lives: line {mutant.line}: {' '.join(mutant.what.split())[:150]}", flush=True)
    return len(each), tried, lived


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("parts", nargs="*")
    parser.add_argument("--seconds", type=float, default=float("inf"))
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    os.chdir(ROOT)
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    preload()
    until, whole, killed, lines = time.monotonic() + given.seconds, 0, 0, []
    for module in TESTS:
        if given.parts and not any(part in module for part in given.parts):
            continue
        number, tried, lived = measure(module, until)
        whole, killed = whole + tried, killed + tried - len(lived)
        lines.append(f"{module}: {tried - len(lived)} of {tried} noticed, of {number} in all")
        lines += [f"  line {mutant.line}: {' '.join(mutant.what.split())}" for mutant in lived]
        if given.out:
            given.out.write_text("\n".join(lines) + "\n")
    share = 100 * killed / whole if whole else 0
    print("\n".join([line for line in lines if line[0] != " "]))
    print(f"{killed} of {whole} mutants noticed: {share:.1f} per cent", flush=True)
    return 0 if share >= WANTED else 1


if __name__ == "__main__":
    sys.exit(main())
