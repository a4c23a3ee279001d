"""Reading scanned pages of a file, and what to tell about them; recognition is loaded when the first page needs it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from knowledge.documents.pages.model import Page
from knowledge.errors import DocumentError

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_SCANNED: Final = 60


class Scans:
    """The scanned pages of one file of `pages` pages."""

    def __init__(self, name: str, *, pages: int) -> None:
        self._name = name
        self._pages = pages
        self._read: list[int] = []
        self._unread: list[int] = []
        self._missing = False

    def read(self, picture: Callable[[], Image], *, number: int, dpi: int) -> Page | None:
        """The page that a picture shows; None where it cannot be read."""
        from knowledge.documents.scans.reading import read_picture
        from knowledge.documents.scans.tesseract import is_at_hand

        if not is_at_hand():
            self._missing = True
            return None
        try:
            page = read_picture(picture(), number=number, dpi=dpi)
        except DocumentError:
            return None
        self._read.append(number)
        return page

    def give_up(self, number: int) -> None:
        """Notes that nothing of a page could be read.

        Raises:
            DocumentError: it was the last page, and none of the file could be read.
        """
        self._unread.append(number)
        if len(self._unread) == self._pages:
            raise DocumentError(
                f"Tệp {self._name} là bản quét; để đọc được cần cài chương trình nhận dạng chữ Tesseract cùng tiếng "
                "Việt (Debian, Ubuntu: apt install tesseract-ocr tesseract-ocr-vie) rồi nhập lại."
                if self._missing
                else f"Không nhận dạng được chữ nào trong bản quét {self._name}; hãy quét lại rõ hơn (200 dpi trở lên)."
            )

    def remarks(self) -> Iterator[str]:
        """What a person should know of the scanned pages, one Vietnamese sentence each."""
        if self._read:
            yield (
                f"Trang {_ranges(self._read)} là bản quét, chữ do máy nhận dạng nên có thể sai; "
                "xin đối chiếu với bản gốc."
            )
        if self._unread and self._missing:
            yield (
                f"Trang {_ranges(self._unread)} là bản quét nên chưa đọc; để đọc được cần cài Tesseract cùng tiếng "
                "Việt (Debian, Ubuntu: apt install tesseract-ocr tesseract-ocr-vie) rồi nhập lại."
            )
        elif self._unread:
            yield f"Trang {_ranges(self._unread)} không nhận dạng được chữ nào; xin xem bản gốc."


def _ranges(numbers: Sequence[int]) -> str:
    """Page numbers in short.

    >>> _ranges([1, 2, 3, 5])
    '1–3, 5'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
