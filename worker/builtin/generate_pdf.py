"""Lays out a titled document of headings, paragraphs and tables as a PDF file."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal

from fpdf import FPDF, FontFace
from fpdf.enums import WrapMode
from fpdf.errors import FPDFException
from fpdf.fonts import TTFFont
from pydantic import Field, field_validator, model_validator

from worker.builtin import files, payloads, settings
from workqueue import Handlers, Job

handlers = Handlers()

MAX_PAGES = 500

# Where Debian, Fedora, Arch, Alpine and macOS (Homebrew) put DejaVu, which has the letters of most alphabets.
_FONT_FOLDERS = (
    "/usr/share/fonts/truetype/dejavu",
    "/usr/share/fonts/dejavu-sans-fonts",
    "/usr/share/fonts/TTF",
    "/usr/share/fonts/dejavu",
    "/opt/homebrew/share/fonts",
    "/Library/Fonts",
)
_REGULAR, _BOLD = "DejaVuSans.ttf", "DejaVuSans-Bold.ttf"
_TITLE_SIZE, _TEXT_SIZE, _FOOT_SIZE = 20, 11, 8
_HEADING_SIZES = {1: 16, 2: 13, 3: 11}
_REPLACEMENT = "?"

Cell = Annotated[str, Field(max_length=2000)]
Row = Annotated[list[Cell], Field(min_length=1, max_length=12)]


class Heading(payloads.Payload):
    """A heading of the first to the third level."""

    type: Literal["heading"]
    text: str
    level: Literal[1, 2, 3] = 1


class Paragraph(payloads.Payload):
    """Running text; line breaks are kept."""

    type: Literal["paragraph"]
    text: str


class Table(payloads.Payload):
    """Rows of the same length, under a header if there is one."""

    type: Literal["table"]
    header: Row | None = None
    rows: list[Row] = Field(min_length=1, max_length=5000)

    @field_validator("header", "rows", mode="before")
    @classmethod
    def _numbers_are_text(cls, value: Any) -> Any:
        return _as_text(value)

    @model_validator(mode="after")
    def _rows_of_one_length(self) -> Table:
        columns = len(self.header or self.rows[0])
        for number, row in enumerate(self.rows):
            if len(row) != columns:
                raise ValueError(f"row {number} has {len(row)} cells, the others have {columns}")
        return self


Block = Annotated[Heading | Paragraph | Table, Field(discriminator="type")]


class Document(payloads.Payload):
    """The payload of `generate_pdf`."""

    title: str = Field(min_length=1, max_length=300)
    body: list[Block] = Field(max_length=5000)
    """Blocks, or a text whose empty lines part its paragraphs."""

    filename: str | None = Field(default=None, pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,50}$")
    """Written after the job id, so that no job can overwrite the file of another."""

    @field_validator("body", mode="before")
    @classmethod
    def _text_is_paragraphs(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        return [{"type": "paragraph", "text": text} for text in value.split("\n\n") if text.strip()]


@handlers.handler("generate_pdf", timeout=180)
def generate_pdf(job: Job) -> dict[str, Any]:
    """Write one PDF.

    Letters that the font does not have are replaced by question marks, and the job's log says which.

    Returns:
        `path` in the tenant's part of the files folder, `pages` and `bytes`.

    Raises:
        Dead: the payload is wrong, or the document is too long or too narrow to lay out.
    """
    document = payloads.read(Document, job)
    chosen = settings.current()
    with Paper(document.title, chosen.pdf_font) as paper:
        paper.set_creation_date(job.created_at)
        _lay_out(document, paper, job)
        _tell_of_missing(paper, job)
        content = bytes(paper.output())
        pages = paper.pages_count
    path = files.write(chosen.files_dir, job.tenant, _file_name(document, job), content)
    return {"path": path, "pages": pages, "bytes": len(content)}


class Paper(FPDF):
    """A4 with page numbers, in the best font to be had without a network."""

    def __init__(self, title: str, font: Path | None = None) -> None:
        """Open the first page.

        Args:
            title: what the document's properties show; the page shows it where it is written.
            font: a TrueType file; the machine's DejaVu when None.
        """
        super().__init__(format="A4")
        self.missing: dict[str, None] = {}
        self._has = self._choose_font(font)
        self.set_title(self.readable(title))
        self.set_creator("Workqueue")
        self.set_auto_page_break(auto=True, margin=20)
        self.add_page()

    def __enter__(self) -> Paper:
        """Use it in a with statement: the font's files stay open until its end."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the font's files, which fpdf2 leaves to the garbage collector."""
        for font in self.fonts.values():
            if isinstance(font, TTFFont):
                font.close()

    def footer(self) -> None:
        """Number the page; fpdf2 calls this."""
        self.set_y(-15)
        self.set_font(self._family, size=_FOOT_SIZE)
        self.cell(0, 10, str(self.page_no()), align="C")

    def readable(self, text: str) -> str:
        """The text with what the font cannot show replaced, and remembered in `missing`."""
        return "".join(self._shown(character) for character in unicodedata.normalize("NFC", text))

    def write_text(self, text: str, size: int, *, bold: bool = False, space: float = 3) -> None:
        """Write a block of text over the whole width, and leave some millimetres below it."""
        self.set_font(self._family, style="B" if bold else "", size=size)
        self.multi_cell(
            0,
            size * 0.5,
            self.readable(text),
            align="L",
            new_x="LMARGIN",
            new_y="NEXT",
            wrapmode=WrapMode.WORD,
        )
        self.ln(space)

    def write_table(self, rows: list[list[str]], *, has_header: bool) -> None:
        """Write rows of cells; the first is repeated on every page if it is the header."""
        self.set_font(self._family, size=_TEXT_SIZE - 2)
        with self.table(
            first_row_as_headings=has_header,
            headings_style=FontFace(emphasis="BOLD"),
            line_height=(_TEXT_SIZE - 2) * 0.6,
            text_align="LEFT",
        ) as table:
            for cells in rows:
                table.row([self.readable(cell) for cell in cells])
        self.ln(4)

    def _choose_font(self, font: Path | None) -> Callable[[str], bool]:
        """Register the font and answer which characters it has."""
        regular, bold = (font, font) if font else _font_of_the_machine()
        if regular is None or bold is None:
            self._family = "helvetica"
            return _is_latin_1
        self._family = "document"
        self.add_font(self._family, "", regular)
        self.add_font(self._family, "B", bold)
        letters = self.fonts[self._family].cmap  # type: ignore[union-attr]
        return lambda character: ord(character) in letters

    def _shown(self, character: str) -> str:
        if character in "\n\t":
            return character
        if unicodedata.category(character) == "Cc":
            return " "
        if self._has(character):
            return character
        self.missing[character] = None
        return _REPLACEMENT


def _font_of_the_machine() -> tuple[Path, Path] | tuple[None, None]:
    for folder in map(Path, _FONT_FOLDERS):
        regular, bold = folder / _REGULAR, folder / _BOLD
        if regular.is_file():
            return regular, bold if bold.is_file() else regular
    return None, None


def _is_latin_1(character: str) -> bool:
    """The fonts that every reader of PDF brings have these letters, and no others."""
    return ord(character) < 256


def _lay_out(document: Document, paper: Paper, job: Job) -> None:
    try:
        paper.write_text(_in_one_line(document.title), _TITLE_SIZE, bold=True, space=6)
        for number, block in enumerate(document.body):
            job.check()
            _write(block, paper)
            _refuse_too_many_pages(paper)
            job.progress((number + 1) / len(document.body), f"{paper.page_no()} pages")
    except FPDFException as error:
        raise payloads.mistake("body", f"cannot be laid out: {error}") from None


def _write(block: Heading | Paragraph | Table, paper: Paper) -> None:
    if isinstance(block, Heading):
        paper.write_text(_in_one_line(block.text), _HEADING_SIZES[block.level], bold=True)
    elif isinstance(block, Paragraph):
        paper.write_text(block.text, _TEXT_SIZE)
    else:
        header = [block.header] if block.header else []
        paper.write_table([*header, *block.rows], has_header=bool(header))


def _refuse_too_many_pages(paper: Paper) -> None:
    if paper.page_no() > MAX_PAGES:
        raise payloads.mistake("body", f"more than {MAX_PAGES} pages: split it over several jobs")


def _tell_of_missing(paper: Paper, job: Job) -> None:
    if paper.missing:
        shown = " ".join(f"{character} (U+{ord(character):04X})" for character in list(paper.missing)[:20])
        job.log(
            f"the font lacks {len(paper.missing)} characters, {_REPLACEMENT!r} stands for them: {shown};",
            "install DejaVu on the worker (fonts-dejavu-core) or set PDF_FONT to a font that has them",
        )


def _file_name(document: Document, job: Job) -> str:
    if document.filename is None:
        return files.name_for(job, ".pdf")
    return files.name_for(job, f"-{document.filename.removesuffix('.pdf')}.pdf")


def _in_one_line(text: str) -> str:
    return " ".join(text.split())


def _as_text(value: Any) -> Any:
    """Numbers in cells become text; anything else stays for the check to name."""
    if isinstance(value, list):
        return [_as_text(each) for each in value]
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value
