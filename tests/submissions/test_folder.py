"""Which files of DATA are read, and what is said of the others."""

import os
import unicodedata
from pathlib import Path

import pytest

from cchc_cli.submissions import folder
from cchc_cli.submissions.folder import list_files


def fill(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")


def listed(data: Path, plan_file: Path | None = None) -> tuple[list[str], list[str]]:
    """Return the names of the files to read, and what is said."""
    files, problems = list_files(data, plan_file)
    assert all(file.path.name == Path(file.name).name for file in files)
    assert all(str(problem.hint) for problem in problems)
    return (
        [file.name for file in files],
        [f"{p.severity} {p.where}: [{p.code}] {p.message}" for p in problems],
    )


def passed_over(name: str, why: str) -> str:
    return f"warning {name}: [passed-over] bỏ qua: {why}"


OUT = "liên kết dẫn ra ngoài thư mục"
DEPTH = 1100
NO_SUBMISSION = "không phải tệp số liệu (.csv, .xlsx…)"


def test_a_folder_is_read_recursively_and_sorted_by_name(tmp_path: Path) -> None:
    fill(tmp_path, "b.csv", "2025-09/kt.csv", "2025-09/hcc.csv", "2025-08/x/a.tsv", "B.CSV")
    assert listed(tmp_path) == (
        ["2025-08/x/a.tsv", "2025-09/hcc.csv", "2025-09/kt.csv", "B.CSV", "b.csv"],
        [],
    )


def test_the_order_in_which_the_system_lists_files_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path, "c.csv", "a/b.csv", "a.csv", "x.doc", "~$c.csv", "y.doc")
    before = listed(tmp_path)
    names: list[os.DirEntry[str]] = []

    class Reversed:
        def __init__(self, path: Path) -> None:
            with os_scandir(path) as found:
                names[:] = sorted(found, key=lambda entry: entry.name, reverse=True)

        def __enter__(self) -> list[os.DirEntry[str]]:
            return list(names)

        def __exit__(self, *_: object) -> None:
            """Nothing is open."""

    os_scandir = os.scandir
    monkeypatch.setattr(os, "scandir", Reversed)
    assert listed(tmp_path) == before


@pytest.mark.parametrize(
    "suffix", ["csv", "tsv", "txt", "xlsx", "xlsm", "xlsb", "xls", "ods", "CSV", "Xlsx"]
)
def test_the_suffixes_of_submissions(tmp_path: Path, suffix: str) -> None:
    fill(tmp_path, f"hcc.{suffix}")
    assert listed(tmp_path) == ([f"hcc.{suffix}"], [])


@pytest.mark.parametrize("name", ["bc.docx", "bc.pdf", "ghi chú", "anh.jpg", "bc.csv.bak", "csv"])
def test_an_unknown_kind_is_passed_over_with_a_warning(tmp_path: Path, name: str) -> None:
    fill(tmp_path, "hcc.csv", f"2025-09/{name}")
    assert listed(tmp_path) == (["hcc.csv"], [passed_over(f"2025-09/{name}", NO_SUBMISSION)])


def test_a_lock_file_of_office_is_passed_over_with_a_warning(tmp_path: Path) -> None:
    fill(tmp_path, "hcc.xlsx", "~$hcc.xlsx")
    assert listed(tmp_path) == (
        ["hcc.xlsx"],
        [passed_over("~$hcc.xlsx", "tệp khóa của Office: có người đang mở tệp gốc")],
    )


def test_hidden_files_and_folders_are_passed_over_silently(tmp_path: Path) -> None:
    fill(tmp_path, "hcc.csv", ".hcc.csv", ".git/hcc.csv", "2025-09/.DS_Store", ".~lock.hcc.csv#")
    assert listed(tmp_path) == (["hcc.csv"], [])


def test_plan_files_are_no_submissions(tmp_path: Path) -> None:
    fill(tmp_path, "hcc.csv", "plan.yaml", "2025-09/plan.yml", "ke_hoach.yaml", "khac.yaml")
    assert listed(tmp_path, tmp_path.resolve() / "ke_hoach.yaml") == (
        ["hcc.csv"],
        [passed_over("khac.yaml", NO_SUBMISSION)],
    )


def test_a_single_file_is_read_whatever_its_name(tmp_path: Path) -> None:
    fill(tmp_path, "bc", "other.csv")
    assert listed(tmp_path / "bc") == (["bc"], [])


def test_an_empty_folder_has_no_files(tmp_path: Path) -> None:
    assert listed(tmp_path) == ([], [])


def test_a_link_inside_is_followed(tmp_path: Path) -> None:
    fill(tmp_path, "2025-09/hcc.csv")
    (tmp_path / "kt.csv").symlink_to("2025-09/hcc.csv")
    assert listed(tmp_path) == (["2025-09/hcc.csv", "kt.csv"], [])


def test_links_that_lead_out_are_not_read(tmp_path: Path) -> None:
    fill(tmp_path, "ngoài/hcc.csv", "data/kt.csv")
    data = tmp_path / "data"
    (data / "hcc.csv").symlink_to(tmp_path / "ngoài" / "hcc.csv")
    (data / "ngoài").symlink_to(tmp_path / "ngoài")
    (data / "trên").symlink_to("..")
    assert listed(data) == (
        ["kt.csv"],
        [passed_over(name, OUT) for name in ("hcc.csv", "ngoài", "trên")],
    )


@pytest.mark.parametrize(
    ("target", "why"),
    [("không-có.csv", "không có thư mục hoặc tệp này"), ("hcc.csv", "liên kết trỏ vòng tròn")],
)
def test_a_link_that_leads_nowhere_cannot_be_opened(tmp_path: Path, target: str, why: str) -> None:
    (tmp_path / "hcc.csv").symlink_to(target)
    said = f"error hcc.csv: [unreadable-file] không mở được: {why}"
    assert listed(tmp_path) == ([], [said])


@pytest.mark.parametrize("name", ["a.csv", "a"])
def test_a_link_to_itself_ends_nothing(tmp_path: Path, name: str) -> None:
    fill(tmp_path, "hcc.csv")
    (tmp_path / name).symlink_to(name)
    files, said = listed(tmp_path)
    assert files == ["hcc.csv"]
    assert len(said) == 1


def test_a_folder_that_links_to_one_above_is_read_once(tmp_path: Path) -> None:
    fill(tmp_path, "a/hcc.csv")
    (tmp_path / "a" / "lại").symlink_to(tmp_path)
    assert listed(tmp_path) == (["a/hcc.csv"], [])


def test_data_itself_may_be_a_link(tmp_path: Path) -> None:
    fill(tmp_path, "thật/hcc.csv")
    (tmp_path / "data").symlink_to("thật")
    assert listed(tmp_path / "data") == (["hcc.csv"], [])


def test_a_pipe_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "hcc.csv")
    said = passed_over("hcc.csv", "không phải tệp thường (thiết bị hoặc ống dẫn)")
    assert listed(tmp_path) == ([], [said])


def test_a_folder_named_like_a_file_is_a_folder(tmp_path: Path) -> None:
    fill(tmp_path, "hcc.csv/kt.csv")
    assert listed(tmp_path) == (["hcc.csv/kt.csv"], [])


def test_a_folder_that_cannot_be_opened_hides_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path, "2025-08/hcc.csv", "2025-09/hcc.csv")
    scandir = os.scandir

    def refuse(path: Path) -> object:
        if path.name == "2025-08":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert listed(tmp_path) == (
        ["2025-09/hcc.csv"],
        ["error 2025-08: [unreadable-file] không mở được: không có quyền"],
    )


def test_the_number_of_files_is_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "FILES", 3)
    fill(tmp_path, "a.csv", "b.csv", "c.csv")
    assert listed(tmp_path) == (["a.csv", "b.csv", "c.csv"], [])
    fill(tmp_path, "d.csv", "e.csv")
    message = "thư mục có hơn 3 tệp; không đọc tiếp từ tệp này"
    assert listed(tmp_path) == (
        ["a.csv", "b.csv", "c.csv"],
        [f"error d.csv: [too-many-files] {message}"],
    )


@pytest.fixture
def deep(deep_root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nest folders deeper than Python may call itself; the innermost holds a file."""
    monkeypatch.chdir(deep_root)
    for _ in range(DEPTH):
        Path("a").mkdir()
        os.chdir("a")
    Path("hcc.csv").write_text("x")
    monkeypatch.chdir(deep_root)
    return deep_root


def test_folders_may_lie_deep(deep: Path) -> None:
    assert listed(deep) == ([f"{'a/' * DEPTH}hcc.csv"], [])


def test_a_name_in_decomposed_letters_is_kept_as_it_is(tmp_path: Path) -> None:
    name = unicodedata.normalize("NFD", "Phòng Kinh tế.csv")
    fill(tmp_path, name)
    assert listed(tmp_path) == ([name], [])


def test_a_name_that_is_no_utf_8_is_kept_apart(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"b\xe1o.csv")).write_text("x")
    assert listed(tmp_path) == (["b\udce1o.csv"], [])
