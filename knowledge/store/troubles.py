"""What the database complains of, as one Vietnamese sentence that shows nothing of its address."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import SQLAlchemyError

from knowledge.errors import StoreError

# Words of SQLite's and PostgreSQL's own messages; the first line that fits speaks.
SENTENCES = (
    ("file is not a database", "Tệp cơ sở dữ liệu không phải là tệp SQLite hoặc đã bị mã hóa."),
    ("malformed", "Tệp cơ sở dữ liệu bị hỏng; xin khôi phục từ bản sao lưu."),
    ("readonly database", "Không ghi được vào cơ sở dữ liệu: tệp hoặc thư mục chỉ cho đọc."),
    ("unable to open database file", "Không mở được tệp cơ sở dữ liệu; xin kiểm tra đường dẫn và quyền ghi."),
    ("disk i/o error", "Không đọc hoặc ghi được tệp cơ sở dữ liệu trên đĩa."),
    ("disk is full", "Đĩa đã đầy nên không ghi được cơ sở dữ liệu."),
    ("database is locked", "Cơ sở dữ liệu đang bận vì một tiến trình khác đang ghi; xin thử lại sau."),
    ("password", "Máy chủ cơ sở dữ liệu từ chối tên hoặc mật khẩu đăng nhập."),
    ("role ", "Máy chủ cơ sở dữ liệu từ chối tên hoặc mật khẩu đăng nhập."),
    ("permission denied", "Tài khoản cơ sở dữ liệu không đủ quyền."),
    ("already exists", "Cơ sở dữ liệu đã có bảng trùng tên của một chương trình khác."),
    ("relation ", "Cơ sở dữ liệu thiếu bảng; có thể một chương trình khác đã sửa."),
    ("no such table", "Cơ sở dữ liệu thiếu bảng; có thể một chương trình khác đã sửa."),
    ('database "', "Máy chủ chưa có cơ sở dữ liệu này; xin tạo trước rồi mở lại."),
    ("resolve host", "Không tìm thấy máy chủ cơ sở dữ liệu; xin kiểm tra tên máy chủ."),
    ("connection", "Không kết nối được máy chủ cơ sở dữ liệu."),
)
OTHERWISE = "Cơ sở dữ liệu không thực hiện được yêu cầu."
UNFIT_TEXT = "Nội dung có ký tự mà cơ sở dữ liệu không lưu được."


def sentence_of(error: Exception) -> str:
    """The sentence for a person; the original error stays its cause for the log."""
    if not isinstance(error, SQLAlchemyError | OSError):
        return UNFIT_TEXT
    # Only what the driver says: SQLAlchemy's own text goes on with the statement and its values.
    said = str(getattr(error, "orig", None) or error).lower()
    if "nul" in said.split() or "0x00" in said:
        return UNFIT_TEXT
    return next((sentence for words, sentence in SENTENCES if words in said), OTHERWISE)


@contextmanager
def told_plainly() -> Iterator[None]:
    """Turns what the database or its driver raises into `StoreError`."""
    try:
        yield
    # Driver-level encoding slips (a lone surrogate, an integer over 64 bits) arrive unwrapped.
    except (SQLAlchemyError, UnicodeError, OverflowError) as error:
        raise StoreError(sentence_of(error)) from error
