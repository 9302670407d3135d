"""The stories of `examples` run as they stand, and their notebooks tell what the scripts do."""

import importlib.util
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
STORIES = [path.stem for path in sorted(EXAMPLES.glob("*.py"))]
PICTURES = ("image/png", "image/svg+xml")


@pytest.fixture(scope="module")
def writer():
    spec = importlib.util.spec_from_file_location("notebooks", ROOT / "docs" / "notebooks.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def desk(tmp_path):
    """A folder with what the stories read, and nothing else."""
    passed_over = shutil.ignore_patterns("out", "__pycache__")
    shutil.copytree(EXAMPLES, tmp_path / "examples", ignore=passed_over)
    shutil.copytree(ROOT / "data", tmp_path / "data")
    shutil.copytree(ROOT / "tests" / "reference", tmp_path / "tests" / "reference")
    return tmp_path / "examples"


def cells(story, folder=EXAMPLES):
    return json.loads((folder / f"{story}.ipynb").read_text(encoding="utf-8"))["cells"]


def outputs(story, folder=EXAMPLES):
    return [output for cell in cells(story, folder) for output in cell.get("outputs", [])]


def printed(story):
    streams = (output for output in outputs(story) if output["output_type"] == "stream")
    return "".join(line for stream in streams for line in stream["text"])


def in_words(output):
    """What an output says: a picture depends on the fonts and libraries of its machine."""
    shown = output.get("data", {})
    return {**output, "data": {kind: shown[kind] for kind in shown if kind not in PICTURES}}


@pytest.mark.parametrize("story", STORIES)
def test_a_notebook_has_the_cells_of_its_script(story, writer):
    """After a story was changed, run ``make notebooks``."""
    told = writer.told(EXAMPLES / f"{story}.py")["cells"]
    assert [(cell["cell_type"], cell["source"]) for cell in told] == [
        (cell["cell_type"], "".join(cell["source"])) for cell in cells(story)
    ]


@pytest.mark.parametrize("story", STORIES)
def test_a_script_says_what_its_notebook_shows(story, desk):
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-W", "error", f"{story}.py"],
        cwd=desk, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == printed(story)
    written = {path.name for path in desk.iterdir()} - {
        path.name for path in EXAMPLES.iterdir()
    }
    assert written <= {"out"}


@pytest.mark.parametrize("story", STORIES)
def test_a_notebook_run_again_shows_the_same(story, desk):
    """After what a story shows was changed, run ``make notebooks``."""
    (desk / f"{story}.ipynb").unlink()
    subprocess.run(
        [sys.executable, str(ROOT / "docs" / "notebooks.py"), str(desk / f"{story}.py")],
        capture_output=True, check=True,
    )  # fmt: skip
    again, kept = outputs(story, desk), outputs(story)
    assert [in_words(output) for output in again] == [in_words(output) for output in kept]


@pytest.mark.parametrize("story", STORIES)
def test_a_notebook_is_small_and_tells_nothing_of_the_machine_it_ran_on(story):
    text = (EXAMPLES / f"{story}.ipynb").read_text(encoding="utf-8")
    assert len(text.encode()) < 300_000
    assert not re.search(r"/(home|Users|tmp|root|work)/| at 0x|\"(version|execution)\"", text)


def test_both_languages_of_the_index_name_every_story():
    text = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    for story in STORIES:
        assert text.count(f"]({story}.py)") == text.count(f"]({story}.ipynb)") == 2


def test_the_register_of_the_analyst_is_taken_from_the_invented_cases():
    """But for the rows that were spoilt, which are set aside."""

    def numbers(path):
        text = (EXAMPLES / path).read_text(encoding="utf-8")
        return set(re.findall(r"SINTETIS-\d{4}-\d{4}", text))

    assert numbers("register.csv") <= numbers("casework/edges/referrals.csv")
