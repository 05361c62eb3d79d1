"""generate_pdf, its files read back by another library."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import font_roboto
import pytest
from pypdf import PdfReader

from tests.unit.builtin.conftest import Configure
from worker.builtin import generate_pdf as module
from worker.builtin.generate_pdf import generate_pdf
from workqueue import Cancelled, Dead
from workqueue.testing import Outcome, RecordingControls, run

ROBOTO = Path(font_roboto.__file__).parent / "files"
JOB = "0199ba66-0000-7000-8000-000000000003"


def generate(title: str = "Report", body: Any = "A line.", **payload: Any) -> Outcome:
    return run(generate_pdf, {"title": title, "body": body, **payload}, id=JOB, tenant="ours")


def read(outcome: Outcome, tmp_path: Path) -> PdfReader:
    assert outcome.error is None
    path = tmp_path / "files" / "ours" / outcome.result["path"]
    assert path.stat().st_size == outcome.result["bytes"]
    reader = PdfReader(io.BytesIO(path.read_bytes()))
    assert len(reader.pages) == outcome.result["pages"]
    return reader


def text_of(outcome: Outcome, tmp_path: Path) -> str:
    return "\n".join(page.extract_text() for page in read(outcome, tmp_path).pages)


@pytest.fixture
def no_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without DejaVu."""
    monkeypatch.setattr(module, "_FONT_FOLDERS", ())


@pytest.fixture
def machine_font(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine whose font has many alphabets, whatever this one has: Roboto, under the names that are looked for."""
    folder = tmp_path / "fonts"
    folder.mkdir()
    (folder / "DejaVuSans.ttf").symlink_to(ROBOTO / "Roboto-Regular.ttf")
    (folder / "DejaVuSans-Bold.ttf").symlink_to(ROBOTO / "Roboto-Bold.ttf")
    monkeypatch.setattr(module, "_FONT_FOLDERS", (str(folder),))
    return folder / "DejaVuSans.ttf"


def test_a_text_becomes_paragraphs_under_its_title(tmp_path: Path) -> None:
    outcome = generate("Annual report", "First paragraph.\nSame one.\n\nSecond paragraph.")

    assert outcome.result["path"] == f"{JOB}.pdf"
    lines = text_of(outcome, tmp_path).splitlines()
    assert [line for line in lines if line.strip()] == [
        "Annual report",
        "First paragraph.",
        "Same one.",
        "Second paragraph.",
        "1",
    ]
    metadata = read(outcome, tmp_path).metadata
    assert metadata is not None
    assert metadata.title == "Annual report"


def test_blocks_are_laid_out_in_order(tmp_path: Path) -> None:
    blocks = [
        {"type": "heading", "text": "Sales"},
        {"type": "paragraph", "text": "By country."},
        {"type": "heading", "text": "Europe", "level": 2},
        {"type": "table", "header": ["Country", "Sum"], "rows": [["France", 12], ["Spain", 3.5]]},
        {"type": "paragraph", "text": "The end."},
    ]

    text = text_of(generate("Report", blocks), tmp_path)

    words = [
        "Report",
        "Sales",
        "By country.",
        "Europe",
        "Country",
        "Sum",
        "France",
        "12",
        "Spain",
        "3.5",
        "The end.",
    ]
    places = [text.index(word) for word in words]
    assert places == sorted(places)


def test_a_long_text_runs_over_pages_with_numbers(tmp_path: Path) -> None:
    reader = read(generate(body=[{"type": "paragraph", "text": "A line of text. " * 40}] * 30), tmp_path)

    assert len(reader.pages) > 3
    for number, page in enumerate(reader.pages, start=1):
        assert page.extract_text().rstrip().endswith(str(number))


def test_the_header_of_a_long_table_is_repeated(tmp_path: Path) -> None:
    table = {"type": "table", "header": ["Number", "Name"], "rows": [[n, f"name {n}"] for n in range(100)]}

    reader = read(generate(body=[table]), tmp_path)

    assert len(reader.pages) > 1
    assert all("Number" in page.extract_text() for page in reader.pages)


@pytest.mark.usefixtures("machine_font")
def test_other_alphabets_are_shown(tmp_path: Path) -> None:
    outcome = generate("Отчёт", "Ελληνικά, čeština, e\u0301, – “quotes” €")

    assert outcome.logs == []
    text = text_of(outcome, tmp_path)
    assert "Отчёт" in text
    assert "Ελληνικά, čeština, é, – “quotes” €" in text


@pytest.mark.usefixtures("machine_font")
def test_what_the_font_lacks_is_replaced_and_the_log_says_so(tmp_path: Path) -> None:
    outcome = generate("Report", "Tokyo 東京, said twice: 東")

    assert "Tokyo ??, said twice: ?" in text_of(outcome, tmp_path)
    (line,) = outcome.logs
    assert "lacks 2 characters" in line
    assert "東 (U+6771)" in line
    assert "PDF_FONT" in line


@pytest.mark.usefixtures("no_fonts")
def test_without_a_font_western_letters_are_shown_and_others_replaced(tmp_path: Path) -> None:
    outcome = generate("Überblick", [{"type": "table", "rows": [["café", "Отчёт"]]}])

    text = text_of(outcome, tmp_path)
    assert "Überblick" in text
    assert "café" in text
    assert "?????" in text
    assert "О (U+041E)" in outcome.logs[0]
    assert "fonts-dejavu-core" in outcome.logs[0]


@pytest.mark.usefixtures("no_fonts")
def test_the_operator_may_name_a_font(configure: Configure, machine_font: Path, tmp_path: Path) -> None:
    configure(pdf_font=machine_font)

    outcome = generate("Отчёт")

    assert outcome.logs == []
    assert "Отчёт" in text_of(outcome, tmp_path)


@pytest.mark.usefixtures("no_fonts")
def test_a_font_that_is_not_there_is_named(configure: Configure, tmp_path: Path) -> None:
    configure(pdf_font=tmp_path / "gone.ttf")

    outcome = generate()

    assert isinstance(outcome.error, FileNotFoundError)
    assert "gone.ttf" in str(outcome.error)


@pytest.mark.parametrize(
    "text",
    [
        "a\x00b\x07c",
        "🎉" * 50,
        "x" * 5000,
        "العربية עברית ไทย हिन्दी",
        "\u200b\u200d\ufeff\u202e",
        "**bold** __under__ --strike--",
        "   \n\n \n",
        "tab\tand\rreturn\u2028line",
        "",
    ],
)
@pytest.mark.parametrize("fonts", ["with", "without"])
def test_no_text_breaks_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, fonts: str) -> None:
    if fonts == "without":
        monkeypatch.setattr(module, "_FONT_FOLDERS", ())
    blocks = [
        {"type": "heading", "text": text},
        {"type": "paragraph", "text": text},
        {"type": "table", "header": [text[:2000]], "rows": [[text[:2000]]]},
    ]

    outcome = generate(text[:300] or "-", blocks)

    assert all(page.extract_text() for page in read(outcome, tmp_path).pages)


def test_the_name_asked_for_comes_after_the_job_id(tmp_path: Path) -> None:
    outcome = generate(filename="invoice-42.pdf")

    assert outcome.result["path"] == f"{JOB}-invoice-42.pdf"
    read(outcome, tmp_path)


def test_a_second_run_replaces_the_file(tmp_path: Path) -> None:
    generate(body="first")
    generate(body="second")

    assert [path.name for path in (tmp_path / "files" / "ours").iterdir()] == [f"{JOB}.pdf"]
    assert "second" in text_of(generate(body="second"), tmp_path)


def test_it_tells_how_far_it_is_and_stops_when_cancelled(tmp_path: Path) -> None:
    class CancelledHalfWay(RecordingControls):
        def report_progress(self, fraction: float, message: str) -> None:
            super().report_progress(fraction, message)
            if fraction >= 0.5:
                self.cancel()

    controls = CancelledHalfWay()
    payload = {"title": "Report", "body": [{"type": "paragraph", "text": "a"}] * 4}

    outcome = run(generate_pdf, payload, controls=controls)

    assert isinstance(outcome.error, Cancelled)
    assert [fraction for fraction, _ in outcome.progress] == [0.25, 0.5]
    assert not (tmp_path / "files").exists()


def test_a_document_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_PAGES", 2)

    outcome = generate(body=[{"type": "paragraph", "text": "line\n" * 100}] * 3)

    assert isinstance(outcome.error, Dead)
    assert "body: more than 2 pages" in str(outcome.error)


def test_every_job_makes_its_own_file(tmp_path: Path) -> None:
    for id in ("job-a", "job-b"):
        assert run(generate_pdf, {"title": "Report", "body": "a"}, id=id, tenant="ours").error is None

    assert sorted(path.name for path in (tmp_path / "files" / "ours").iterdir()) == ["job-a.pdf", "job-b.pdf"]


@pytest.mark.parametrize(
    ("payload", "field"),
    [
        ({}, "title"),
        ({"title": "", "body": "a"}, "title"),
        ({"title": "a"}, "body"),
        ({"title": "\ud800", "body": "a"}, "title"),
        ({"title": "a", "body": 7}, "body"),
        ({"title": "a", "body": [{"type": "picture"}]}, "body.0"),
        ({"title": "a", "body": [{"type": "heading", "text": "a", "level": 4}]}, "body.0.heading.level"),
        ({"title": "a", "body": [{"type": "paragraph"}]}, "body.0.paragraph.text"),
        ({"title": "a", "body": [{"type": "table", "rows": []}]}, "body.0.table.rows"),
        ({"title": "a", "body": [{"type": "table", "rows": [["a"], ["a", "b"]]}]}, "row 1 has 2 cells"),
        ({"title": "a", "body": [{"type": "table", "header": ["a"], "rows": [["a", "b"]]}]}, "row 0 has 2"),
        ({"title": "a", "body": [{"type": "table", "rows": [["a"] * 13]}]}, "body.0.table.rows.0"),
        ({"title": "a", "body": [{"type": "table", "rows": [[None]]}]}, "body.0.table.rows.0.0"),
        ({"title": "a", "body": "a", "filename": "../a.pdf"}, "filename"),
        ({"title": "a", "body": "a", "filename": "a\n"}, "filename"),
        ({"title": "a", "body": "a", "size": "A5"}, "size"),
    ],
)
def test_a_mistake_in_the_payload_names_its_field(payload: dict[str, Any], field: str) -> None:
    outcome = run(generate_pdf, payload)

    assert isinstance(outcome.error, Dead)
    assert field in str(outcome.error)
