"""The text layer of a PDF, page by page."""

from tacitus.config import Settings
from tacitus.errors import ReadError

_PASSWORD = "password"  # noqa: S105 -- the word that PDFium uses in its message


def read_pdf(content: bytes, *, where: str, settings: Settings) -> tuple[str, dict[str, str]]:
    """Return the text and the metadata (none: a PDF's own title is rarely the report's).

    Raises:
        ReadError: encrypted, broken, without a text layer, or with more text than ``max_characters``.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        got = "an encrypted PDF" if _PASSWORD in str(error).lower() else f"a broken PDF ({error})"
        raise ReadError(where, got=got, expected="a PDF that opens without a password") from error
    pages: list[str] = []
    n_characters = 0
    try:
        for number in range(len(document)):
            pages.append(_read_page(document, number, where))
            n_characters += len(pages[-1])
            if n_characters > settings.max_characters:
                raise ReadError(
                    where, got=f"more than {settings.max_characters} characters", expected="less (setting max_characters)"
                )
    finally:
        document.close()
    text = "\n\n".join(page for page in pages if page.strip())
    if not text.strip():
        raise ReadError(
            where, got=f"a PDF of {len(pages)} pages without text", expected="a PDF with a text layer (run OCR first)"
        )
    return text, {}


def _read_page(document: "object", number: int, where: str) -> str:
    import pypdfium2

    try:
        page = document[number]  # type: ignore[index]
        layer = page.get_textpage()
        text = str(layer.get_text_range())
        layer.close()
        page.close()
    except pypdfium2.PdfiumError as error:
        raise ReadError(where, got=f"a broken page {number + 1} ({error})", expected="a readable PDF") from error
    return text.replace("\r\n", "\n").replace("\ufffe", "-").strip("\n")
