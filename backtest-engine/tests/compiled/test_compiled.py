"""Machine code on disk is never older than anything that it was made of."""

import importlib
import pkgutil
import shutil
from pathlib import Path

import pytest
from numba.core.registry import CPUDispatcher

from backtest_engine import domain
from backtest_engine.domain.compiled import fingerprint, reach

ROOT = Path(domain.__file__).parents[2]


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """Four rooms: the loop calls the step, the step reads a constant; the figures know of neither."""
    package = tmp_path / "house"
    package.mkdir()
    for name, source in {
        "__init__": "",
        "constants": "FEE = 1.0\n",
        "step": "from house.constants import (\n    FEE,  # of a fill\n)\n",
        "loop": "from house import step\nimport math\n",
        "figures": "import numpy as np\n",
    }.items():
        (package / f"{name}.py").write_text(source)
    return tmp_path


@pytest.fixture(scope="module")
def compiled_functions() -> list[CPUDispatcher]:
    """Every compiled function of the engine."""
    found = []
    for module in pkgutil.walk_packages(domain.__path__, "backtest_engine.domain."):
        values = vars(importlib.import_module(module.name)).values()
        found += [one for one in values if isinstance(one, CPUDispatcher) and one.py_func.__module__ == module.name]
    return found


def test_a_change_of_a_constant_behind_two_imports_changes_the_fingerprint(house):
    before = fingerprint(house / "house" / "loop.py", house)
    (house / "house" / "constants.py").write_text("FEE = 2.0\n")
    assert fingerprint(house / "house" / "loop.py", house) != before


def test_a_change_of_a_room_that_is_not_reached_leaves_the_fingerprint(house):
    before = fingerprint(house / "house" / "loop.py", house)
    (house / "house" / "figures.py").write_text("import numpy as np\nONE = 1\n")
    assert fingerprint(house / "house" / "loop.py", house) == before


def test_names_in_brackets_with_comments_are_followed(house):
    reached = reach(house / "house" / "step.py", house)
    assert house / "house" / "constants.py" in reached


def test_whatever_a_compiled_function_calls_is_reached_by_its_file(compiled_functions):
    assert compiled_functions
    for function in compiled_functions:
        reached = reach(Path(function.py_func.__code__.co_filename), ROOT)
        for name in function.py_func.__code__.co_names:
            used = function.py_func.__globals__.get(name)
            origin = used.py_func.__code__.co_filename if isinstance(used, CPUDispatcher) else None
            assert origin is None or Path(origin) in reached, f"{function.py_func.__qualname__} calls {name}"


def test_each_compiled_function_keeps_its_machine_code_under_the_fingerprint_of_its_file(compiled_functions):
    for function in compiled_functions:
        file = Path(function.py_func.__code__.co_filename)
        assert f"{file.stem}-{fingerprint(file, ROOT)[:16]}" in function.stats.cache_path


def test_two_checkouts_of_the_same_sources_share_their_machine_code(house, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    shutil.copytree(house / "house", other / "house")
    assert fingerprint(other / "house" / "loop.py", other) == fingerprint(house / "house" / "loop.py", house)


def test_the_statistics_do_not_hang_on_the_simulation():
    for file in (ROOT / "backtest_engine" / "domain" / "statistics").glob("*.py"):
        assert not any("kernel" in path.parts for path in reach(file, ROOT))
