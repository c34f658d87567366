"""The front door's own decisions: what it installs, what it says, what it asks of pytest."""

from __future__ import annotations

import ast
import importlib.util
import json
import os
import signal
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]


def load_front_door():
    loader = SourceFileLoader("voordeur", str(ROOT / "looptijd"))
    spec = importlib.util.spec_from_loader("voordeur", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


door: Any = load_front_door()


class BareMachine(door.Machine):
    """A computer with Python and apt-get and nothing else; remembers what was run."""

    def __init__(self, *, root=False, programs=("apt-get",), light_browser=True, fails=False):
        self.root = root
        self.programs = programs
        self.light_browser = light_browser
        self.fails = fails
        self.ran = []

    def is_root(self):
        return self.root

    def has_module(self, name):
        return name == "venv"

    def which(self, name):
        return f"/usr/bin/{name}" if name in self.programs else None

    def can_load(self, library):
        return library == "libz.so.1"

    def run_quietly(self, command):
        self.ran.append(list(command))
        if command[0] == "apt-cache":
            return (0 if self.light_browser else 100), ""
        return (100, "E: kapot\n") if self.fails and "install" in command else (0, "")


@pytest.fixture
def project(tmp_path):
    """A tree with what the stamp is made from, and an environment whose Python exists."""
    for name in ("pyproject.toml", "requirements.lock", "requirements-test.lock"):
        (tmp_path / name).write_text(f"{name}\n", encoding="utf-8")
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").symlink_to(sys.executable)
    return tmp_path


def install_state(project, *, kind):
    """What the front door decides here: the action and the lock file."""
    wanted = door.wanted_stamp(root=project, kind=kind)
    found = door.read_stamp(root=project)
    return door.needs_install(found=found, wanted=wanted), door.lock_to_install(
        found=found, wanted=wanted
    )


def finish_install(project, *, kind):
    wanted = door.wanted_stamp(root=project, kind=kind)
    found = door.read_stamp(root=project)
    door.write_stamp(root=project, stamp=door.stamp_after(found=found, wanted=wanted))


# what has to be installed


def test_without_a_stamp_everything_is_made_anew(project):
    assert install_state(project, kind="runtime") == ("opnieuw", "requirements.lock")
    assert install_state(project, kind="test") == ("opnieuw", "requirements-test.lock")


def test_a_finished_environment_is_left_alone(project):
    finish_install(project, kind="runtime")

    assert install_state(project, kind="runtime") == ("niets", None)


def test_test_packages_come_on_top_of_runtime_and_then_serve_both(project):
    finish_install(project, kind="runtime")
    assert install_state(project, kind="test") == ("bijwerken", "requirements-test.lock")

    finish_install(project, kind="test")

    assert install_state(project, kind="test") == ("niets", None)
    assert install_state(project, kind="runtime") == ("niets", None)


def test_a_changed_lock_is_installed_and_forgets_the_test_packages(project):
    finish_install(project, kind="test")
    (project / "requirements.lock").write_text("anders\n", encoding="utf-8")
    assert install_state(project, kind="runtime") == ("bijwerken", "requirements.lock")

    finish_install(project, kind="runtime")

    assert install_state(project, kind="runtime") == ("niets", None)
    assert install_state(project, kind="test") == ("bijwerken", "requirements-test.lock")


def test_a_changed_test_lock_does_not_concern_the_runtime(project):
    finish_install(project, kind="test")
    (project / "requirements-test.lock").write_text("anders\n", encoding="utf-8")

    assert install_state(project, kind="runtime") == ("niets", None)
    assert install_state(project, kind="test") == ("bijwerken", "requirements-test.lock")


def test_a_new_package_folder_only_links_the_project_again(project):
    finish_install(project, kind="runtime")
    (project / "api").mkdir()
    (project / "api" / "__init__.py").touch()

    assert install_state(project, kind="runtime") == ("bijwerken", None)


def test_a_moved_tree_is_made_anew(project, tmp_path_factory):
    finish_install(project, kind="runtime")
    moved = tmp_path_factory.mktemp("verhuisd") / "project"
    project.rename(moved)

    assert install_state(moved, kind="runtime")[0] == "opnieuw"


def test_an_environment_of_a_vanished_or_other_python_is_made_anew(project):
    finish_install(project, kind="runtime")
    python = project / ".venv" / "bin" / "python"
    python.unlink()
    assert install_state(project, kind="runtime")[0] == "opnieuw"

    python.symlink_to("/bin/sh")

    assert install_state(project, kind="runtime")[0] == "opnieuw"


@pytest.mark.parametrize("content", ["", "[]", "{", "{}"])
def test_a_damaged_stamp_counts_as_none(project, content):
    (project / ".venv" / "looptijd.json").write_text(content, encoding="utf-8")

    assert install_state(project, kind="runtime")[0] == "opnieuw"


def test_an_interrupted_update_leaves_no_stamp(project, monkeypatch):
    finish_install(project, kind="runtime")
    (project / "requirements.lock").write_text("anders==1\n", encoding="utf-8")
    python = project / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/bin/false")  # pip that fails at once
    stamp = json.loads((project / ".venv" / "looptijd.json").read_text(encoding="utf-8"))
    stamp["python"] = str(Path("/bin/false").resolve())
    (project / ".venv" / "looptijd.json").write_text(json.dumps(stamp), encoding="utf-8")
    assert install_state(project, kind="runtime")[0] == "bijwerken"

    with pytest.raises(door.Stop, match="kon niet worden gemaakt"):
        door.ensure_environment(machine=BareMachine(), root=project, kind="runtime")

    assert install_state(project, kind="runtime")[0] == "opnieuw"


# what the machine lacks


def test_a_bare_machine_lacks_venv_browser_and_a_library():
    machine = BareMachine()

    assert door.missing_packages(machine=machine, make_venv=True, full_test=False) == [
        "python3-venv"
    ]
    assert door.missing_packages(machine=machine, make_venv=True, full_test=True) == [
        "python3-venv",
        "chromium",
        "libatomic1",
    ]
    assert door.missing_packages(machine=machine, make_venv=False, full_test=False) == []


@pytest.mark.parametrize("browser", door.BROWSERS)
def test_any_known_browser_is_good_enough(browser):
    machine = BareMachine(programs=("apt-get", browser))

    assert door.missing_packages(machine=machine, make_venv=False, full_test=True) == ["libatomic1"]


def test_without_root_the_one_line_is_shown_and_nothing_is_run():
    machine = BareMachine(root=False)

    with pytest.raises(door.Stop) as stop:
        door.provide_packages(
            machine=machine, packages=["python3-venv", "chromium"], fast_is_enough=True
        )

    line = "sudo apt-get update && sudo apt-get install -y python3-venv chromium"
    assert f"  {line}\n" in str(stop.value)
    assert "./looptijd test --snel" in str(stop.value)
    assert machine.ran == []


def test_without_apt_the_packages_are_named():
    with pytest.raises(door.Stop, match="ontbreekt: python3-venv"):
        door.provide_packages(
            machine=BareMachine(root=True, programs=()),
            packages=["python3-venv"],
            fast_is_enough=False,
        )


@pytest.mark.parametrize(
    ("light_browser", "chosen"), [(True, "chromium-headless-shell"), (False, "chromium")]
)
def test_root_installs_the_lightest_browser_there_is(light_browser, chosen):
    machine = BareMachine(root=True, light_browser=light_browser)

    door.provide_packages(
        machine=machine, packages=["chromium", "libatomic1"], fast_is_enough=False
    )

    assert machine.ran[0][-1] == "update"
    assert machine.ran[-1][-2:] == [chosen, "libatomic1"]


def test_a_failing_apt_shows_what_it_said():
    with pytest.raises(door.Stop, match="E: kapot"):
        door.provide_packages(
            machine=BareMachine(root=True, fails=True), packages=["x"], fast_is_enough=False
        )


def test_nothing_missing_runs_nothing():
    machine = BareMachine(root=True)

    door.provide_packages(machine=machine, packages=[], fast_is_enough=False)

    assert machine.ran == []


def test_a_full_test_stops_before_it_installs_anything(project):
    machine = BareMachine(root=False)

    with pytest.raises(door.Stop, match="sudo apt-get install -y python3-venv chromium libatomic1"):
        door.main(arguments=["test"], version=sys.version_info, machine=machine, root=project)

    assert not (project / ".venv.slot").exists()


# what pytest is asked


@pytest.mark.parametrize(
    ("arguments", "fast", "workers", "expected"),
    [
        ([], False, 2, ["-n", "2", "--dist", "worksteal"]),
        ([], False, 1, []),
        (["-n0", "-x"], False, 4, ["-n0", "-x"]),
        (["--pdb"], False, 4, ["--pdb"]),
        (["-p", "no:xdist"], False, 4, ["-p", "no:xdist"]),
        (
            ["-k", "tijdlijn"],
            True,
            1,
            ["-k", "tijdlijn", "-m", "not browser and not postgres and not traag"],
        ),
        (
            ["-m", "traag or x", "-x"],
            True,
            1,
            ["-x", "-m", "not browser and not postgres and (traag or x)"],
        ),
        (["-m", "postgres"], False, 1, ["-m", "postgres"]),
    ],
)
def test_arguments_for_pytest(arguments, fast, workers, expected):
    assert door.pytest_arguments(arguments=arguments, fast=fast, workers=workers) == expected


def test_closing_lines_name_every_skipped_test(tmp_path):
    (tmp_path / "test_drie.py").write_text(
        "import pytest\n"
        "def test_goed(): pass\n"
        "def test_fout(): assert False\n"
        "@pytest.mark.skip(reason='geen browser')\n"
        "def test_over(): pass\n"
        "@pytest.mark.xfail\n"
        "def test_bekend(): assert False\n",
        encoding="utf-8",
    )
    report = tmp_path / "uitslag.xml"
    command = [sys.executable, "-m", "pytest", "-q", "-c", os.devnull, "-p", "no:cacheprovider"]

    done = subprocess.run(
        [*command, f"--rootdir={tmp_path}", f"--junitxml={report}", str(tmp_path)],
        check=False,
        capture_output=True,
        cwd=tmp_path,
    )

    assert done.returncode == 1
    assert door.closing_lines(report=report) == [
        "Overgeslagen: test_drie::test_over (geen browser)",
        "2 passed, 1 failed, 1 skipped",
    ]


@pytest.mark.parametrize(
    ("ending", "code", "printed"),
    [("pass", 0, "1 passed, 0 failed, 0 skipped\n"), ("raise KeyboardInterrupt", 2, "")],
)
def test_the_count_closes_a_finished_run_only(project, capsys, ending, code, printed):
    python = project / ".venv" / "bin" / "python"
    python.unlink()
    python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    source = f"def test_een(): {ending}\n"
    (project / "test_een.py").write_text(source, encoding="utf-8")
    arguments = ["-q", "-n0", "-c", os.devnull, f"--rootdir={project}"]
    handlers = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    try:
        outcome = door.run_tests(root=project, arguments=arguments, fast=False)
    finally:
        signal.signal(signal.SIGINT, handlers[0])
        signal.signal(signal.SIGTERM, handlers[1])

    assert outcome == code
    assert capsys.readouterr().out == printed


FALLEN = "<testcase classname='b' name='b.py'><failure message=\"worker 'gw1' crashed while running '{}'\"/></testcase>"
PASSED = "<testcase classname='a' name='test_a'/>"
FAILED = "<testcase classname='a' name='test_c'><failure message='assert 1 == 2'/></testcase>"


def _report(path, *cases):
    path.write_text(f"<testsuites><testsuite>{''.join(cases)}</testsuite></testsuites>", "utf-8")
    return path


def test_what_fell_over_is_run_again_and_counts_by_its_second_outcome(tmp_path):
    report = _report(tmp_path / "een.xml", PASSED, FALLEN.format("tests/b.py::test_b[x-y z]"))

    assert door.fallen(report=report) == ["tests/b.py::test_b[x-y z]"]
    good, bad = _report(tmp_path / "goed.xml", PASSED), _report(tmp_path / "fout.xml", FAILED)
    assert door.closing_lines(report=report, again=good) == ["2 passed, 0 failed, 0 skipped"]
    assert door.closing_lines(report=report, again=bad) == ["1 passed, 1 failed, 0 skipped"]


def test_beside_a_real_failure_nothing_is_run_again(tmp_path):
    fell = FALLEN.format("tests/b.py::test_b")

    assert door.fallen(report=_report(tmp_path / "een.xml", PASSED, fell, FAILED)) == []
    assert door.fallen(report=_report(tmp_path / "twee.xml", *[fell] * 4)) == []
    assert door.fallen(report=tmp_path / "niets.xml") == []


def test_no_report_gives_no_closing_lines(tmp_path):
    assert door.closing_lines(report=tmp_path / "niets.xml") == []


# what it says


def test_an_old_python_is_told_so_in_dutch(project):
    with pytest.raises(door.Stop, match=r"Python 3\.11 of nieuwer nodig; dit is Python 3\.9\."):
        door.main(arguments=["demo"], version=(3, 9, 2), machine=BareMachine(), root=project)


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 13, 1), (4, 0, 0)])
def test_a_new_enough_python_is_not_complained_of(version):
    assert door.old_python_message(version=version) is None


def test_an_old_python_can_read_the_file_up_to_its_message():
    source = (ROOT / "looptijd").read_text(encoding="utf-8")

    tree = ast.parse(source, feature_version=(3, 7))

    assert tree.body


def test_help_for_test_installs_nothing():
    done = subprocess.run(
        [sys.executable, str(ROOT / "looptijd"), "test", "--help"],
        check=True,
        capture_output=True,
        text=True,
    )

    assert "--snel" in done.stdout
    assert done.stderr == ""


def test_progress_goes_to_stderr_as_plain_lines(capsys):
    for done in range(1, 31):
        door.show_progress(done=done, total=30, label="pakketten")

    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.splitlines() == [
        "  pakketten: 1/30",
        "  pakketten: 25/30",
        "  pakketten: 30/30",
    ]


# the locks it installs


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-test.lock"])
def test_locks_pin_with_hashes_and_know_no_address(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    pins = [part for part in text.replace("\\\n", " ").splitlines() if part[:1].isalnum()]

    assert pins
    assert all("==" in pin and "--hash=sha256:" in pin for pin in pins)
    assert "://" not in text
    assert not any(line.startswith("-") for line in text.splitlines())


def test_the_test_lock_holds_the_runtime_lock():
    def pins(name):
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        return {line.split(" ")[0] for line in lines if line[:1].isalnum()}

    assert pins("requirements.lock") <= pins("requirements-test.lock")
