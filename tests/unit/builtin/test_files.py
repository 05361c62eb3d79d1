"""The files folder: no path leads out of a tenant's part of it, and a file is whole or not there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from worker.builtin import files
from worker.builtin.files import PathError
from workqueue import Job
from workqueue.testing import run


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A files folder with something in it for two tenants, and a secret beside it."""
    root = tmp_path / "files"
    (root / "ours" / "pictures").mkdir(parents=True)
    (root / "theirs").mkdir()
    (root / "ours" / "pictures" / "cat.txt").write_bytes(b"cat")
    (root / "theirs" / "dog.txt").write_bytes(b"dog")
    (tmp_path / "secret.txt").write_bytes(b"secret")
    return root


@pytest.mark.parametrize("path", ["pictures/cat.txt", "./pictures/cat.txt", "pictures//cat.txt"])
def test_a_tenant_reads_its_own_files(root: Path, path: str) -> None:
    assert files.read(root, "ours", path, 10) == b"cat"


@pytest.mark.parametrize(
    "path",
    [
        "../theirs/dog.txt",
        "../../secret.txt",
        "pictures/../../theirs/dog.txt",
        "/etc/passwd",
        "//etc/passwd",
        "..",
        ".",
        "",
        "pictures/cat.txt\0.png",
    ],
)
def test_a_path_that_leads_out_is_refused(root: Path, path: str) -> None:
    with pytest.raises(PathError, match="leads out of the files folder"):
        files.read(root, "ours", path, 10)


def test_links_are_not_followed_wherever_they_stand(root: Path, tmp_path: Path) -> None:
    (root / "ours" / "file-link.txt").symlink_to(tmp_path / "secret.txt")
    (root / "ours" / "folder-link").symlink_to(root / "theirs")
    (root / "ours" / "inner-link.txt").symlink_to("pictures/cat.txt")

    for path in ("file-link.txt", "folder-link/dog.txt", "inner-link.txt"):
        with pytest.raises(PathError, match="links are not followed"):
            files.read(root, "ours", path, 10)


def test_a_tenant_s_folder_that_is_a_link_is_not_entered(root: Path) -> None:
    (root / "sly").symlink_to(root / "theirs")

    with pytest.raises(PathError):
        files.read(root, "sly", "dog.txt", 10)
    with pytest.raises(PathError):
        files.write(root, "sly", "dog.txt", b"mine now")
    assert (root / "theirs" / "dog.txt").read_bytes() == b"dog"


def test_the_operator_may_make_the_files_folder_itself_a_link(root: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").symlink_to(root)

    assert files.read(tmp_path / "elsewhere", "ours", "pictures/cat.txt", 10) == b"cat"


def test_what_is_no_file_is_refused_without_waiting_for_it(root: Path) -> None:
    os.mkfifo(root / "ours" / "pipe")

    with pytest.raises(PathError, match="not a file"):
        files.read(root, "ours", "pipe", 10)
    with pytest.raises(PathError, match="not a file"):
        files.read(root, "ours", "pictures", 10)
    with pytest.raises(PathError):
        files.read(root, "ours", "pictures/cat.txt/deeper", 10)


def test_a_missing_file_says_which(root: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"pictures/cow\.txt"):
        files.read(root, "ours", "pictures/cow.txt", 10)


def test_a_file_over_the_limit_is_refused(root: Path) -> None:
    assert files.read(root, "ours", "pictures/cat.txt", 3) == b"cat"
    with pytest.raises(ValueError, match="larger than 2 bytes"):
        files.read(root, "ours", "pictures/cat.txt", 2)


def test_what_is_written_can_be_read_by_its_tenant_alone(tmp_path: Path) -> None:
    path = files.write(tmp_path / "new", "ours", "a.txt", b"one")

    assert files.read(tmp_path / "new", "ours", path, 10) == b"one"
    with pytest.raises(FileNotFoundError):
        files.read(tmp_path / "new", "theirs", path, 10)


def test_writing_again_replaces_the_file_and_leaves_nothing_beside_it(root: Path) -> None:
    files.write(root, "theirs", "dog.txt", b"one")
    files.write(root, "theirs", "dog.txt", b"two")

    assert [path.name for path in (root / "theirs").iterdir()] == ["dog.txt"]
    assert (root / "theirs" / "dog.txt").read_bytes() == b"two"


def test_writing_over_a_link_replaces_the_link_and_not_its_target(root: Path, tmp_path: Path) -> None:
    (root / "ours" / "a.txt").symlink_to(tmp_path / "secret.txt")

    files.write(root, "ours", "a.txt", b"new")

    assert (tmp_path / "secret.txt").read_bytes() == b"secret"
    assert not (root / "ours" / "a.txt").is_symlink()


def test_a_write_that_fails_leaves_neither_a_draft_nor_half_a_file(root: Path) -> None:
    (root / "ours" / "taken").mkdir()

    with pytest.raises(OSError, match="taken"):
        files.write(root, "ours", "taken", b"content")

    assert sorted(path.name for path in (root / "ours").iterdir()) == ["pictures", "taken"]


@pytest.mark.parametrize("name", ["", "../a", "a/b", ".hidden", "a\0b", "a b", "x" * 101])
def test_only_plain_names_are_written(root: Path, name: str) -> None:
    with pytest.raises(PathError, match="no plain file name"):
        files.write(root, "ours", name, b"")


def test_ids_that_are_no_file_names_get_one_of_their_own() -> None:
    assert files.plain_name("0199ba66-0000-7000-8000-000000000001") == "0199ba66-0000-7000-8000-000000000001"
    strange = [files.plain_name(text) for text in ("../a", "..", "a/b", "", "ä", "x" * 200)]
    assert len(set(strange)) == len(strange)
    assert all(name.isalnum() and name.isascii() for name in strange)


def test_a_job_s_file_has_the_same_name_in_every_attempt() -> None:
    def name(job: Job) -> str:
        return files.name_for(job, ".pdf")

    assert [run(name, id="job-1", attempt=attempt).result for attempt in (1, 2)] == ["job-1.pdf"] * 2
