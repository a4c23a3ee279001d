"""`nhacviec`: reads the command line, calls one command, prints its errors as one line. No decisions here."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence
from datetime import date
from importlib import import_module
from pathlib import Path

from bot.arguments import Parser
from bot.channels import console
from bot.days import read_day
from bot.errors import BotError
from knowledge.errors import KnowledgeError
from scheduler.errors import SchedulerError

STATES = ("planned", "queued", "delivered", "covered", "superseded", "waived", "undeliverable")
"""Those of the ledger, whose types `ask` need not load."""

OK, OUR_FAULT, BAD_INPUT, INTERRUPTED = 0, 1, 2, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; returns its exit code: 0 done, 2 wrong usage or bad input with one line on stderr."""
    console.prepare()
    _quiet_logging()
    try:
        arguments = _parser().parse_args([console.clean(word) for word in (sys.argv[1:] if argv is None else argv)])
        return _run(arguments)
    except (BotError, KnowledgeError, SchedulerError) as error:
        console.complain(str(error))
        return BAD_INPUT
    except BrokenPipeError:
        console.stop_writing()
        return OK
    except KeyboardInterrupt:
        console.complain("đã dừng theo yêu cầu.")
        return INTERRUPTED
    except SystemExit as ended:  # --help
        return ended.code if isinstance(ended.code, int) else OK
    except OSError as error:
        console.complain(f"không đọc hoặc ghi được tệp: {error.strerror or error}.")
        return BAD_INPUT
    except Exception as error:  # a fault of ours: still one line, never a traceback
        logging.getLogger(__name__).debug("unexpected", exc_info=True)
        console.complain(f"lỗi không lường trước ({type(error).__name__}: {error}).")
        return OUR_FAULT


def _run(arguments: argparse.Namespace) -> int:
    from bot.settings import load_settings

    # The command's module is loaded by name, so that `ask` does not pay for what `import` needs.
    command = import_module(f"bot.commands.{arguments.module}")
    return int(command.run(arguments, load_settings()))


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="nhacviec", description="Nhắc Việc: trợ lý tra cứu kế hoạch của cơ quan.")
    commands = parser.add_subparsers(title="lệnh", metavar="LỆNH", dest="command", required=True, parser_class=Parser)

    chat = _command(commands, "chat", "chatting", "trò chuyện trong cửa sổ dòng lệnh (đọc được cả ống dẫn)")
    _plan_and_today(chat)

    ask = _command(commands, "ask", "asking", "trả lời một câu hỏi, hoặc cả tệp hội thoại với --batch")
    ask.add_argument("question", nargs="?", metavar="CÂU_HỎI", help="câu hỏi, có dấu hay không dấu")
    _plan_and_today(ask)
    ask.add_argument("--asker", metavar="CƠ_QUAN", default="", help="cơ quan của người hỏi (cho “việc của tôi”)")
    ask.add_argument("--batch", type=Path, metavar="TỆP.jsonl", help="tệp hội thoại, mỗi dòng một đối tượng JSON")
    ask.add_argument("--why", action="store_true", help="cho biết từng từ đã được hiểu thế nào")
    _json(ask)

    read = _command(commands, "import", "importing", "đọc văn bản kế hoạch hoặc tệp kế hoạch vào cơ sở dữ liệu")
    read.add_argument("files", nargs="+", type=Path, metavar="TỆP", help="văn bản kế hoạch hoặc tệp kế hoạch .toml")
    read.add_argument("--slug", help="tên gọi ngắn của kế hoạch (chữ thường, số và gạch nối)")
    read.add_argument("--year", type=_year, metavar="NĂM", help="năm của kế hoạch khi văn bản không nói rõ")
    read.add_argument("--dry-run", action="store_true", help="chỉ đọc và so sánh, không lưu")
    read.add_argument(
        "--with-progress", action="store_true", help="lưu cả tiến độ ghi trong bảng theo dõi (cột trạng thái, %%)"
    )
    read.add_argument("--yes", action="store_true", help="lưu ngay, không hỏi lại")
    _json(read)

    plans = _command(
        commands, "plans", "listing", "liệt kê các kế hoạch đang lưu, hay các lần nhập, sửa của một kế hoạch"
    )
    plans.add_argument("--plan", metavar="SLUG", help="cho biết các lần nhập, sửa của kế hoạch này")
    _json(plans)

    review = _command(commands, "review", "reviewing", "xem và sửa các chỗ chưa chắc của một kế hoạch đã nhập")
    review.add_argument("--plan", required=True, metavar="SLUG", help="tên gọi ngắn của kế hoạch")
    fields = "text (nội dung), leads (chủ trì), supports (phối hợp), time (thời hạn), product (sản phẩm), goal, note"
    head = "number (số), title, issuer, signed_on (ngày ký), year (năm), signer (người ký), signer_title"
    setting = f"sửa một ô, dùng được nhiều lần; Ô là {fields}; với MÃ là ke-hoach thì sửa phần đầu: {head}"
    review.add_argument("--set", nargs=3, action="append", metavar=("MÃ", "Ô", "GIÁ_TRỊ"), help=setting)
    _json(review)

    deadline = _command(commands, "deadline", "reading", "cho biết một thời hạn in trong kế hoạch được hiểu thế nào")
    deadline.add_argument("text", nargs="?", metavar="THỜI_HẠN", help="chữ in trong ô thời hạn")
    deadline.add_argument("--year", type=_year, metavar="NĂM", help="năm của kế hoạch")
    deadline.add_argument("--batch", type=Path, metavar="TỆP.jsonl", help='các dòng {"id","text","year"}')
    _json(deadline)

    export = _command(commands, "export", "exporting", "ghi một kế hoạch ra tệp để sửa và nhập lại")
    export.add_argument("--plan", required=True, metavar="SLUG", help="tên gọi ngắn của kế hoạch")
    export.add_argument("--format", choices=("toml", "xlsx", "ics"), default="toml", help="dạng tệp (mặc định toml)")
    export.add_argument("-o", "--output", type=Path, metavar="TỆP", help="tệp ghi ra (mặc định: màn hình)")

    teach = _command(commands, "teach", "teaching", "dạy một cách nói: từ người hỏi dùng và từ in trong kế hoạch")
    teach.add_argument("said", metavar="CÂU_NÓI", help="từ người hỏi dùng")
    teach.add_argument("printed", metavar="TỪ_TRONG_KẾ_HOẠCH", help="từ kế hoạch in")

    remind = _command(commands, "remind", "reminding", "xem trước các lời nhắc trong một khoảng ngày (không gửi)")
    remind.add_argument("--from", dest="start", type=_day, metavar="NĂM-THÁNG-NGÀY", help="ngày đầu (mặc định hôm nay)")
    remind.add_argument("--to", dest="end", type=_day, metavar="NĂM-THÁNG-NGÀY", help="ngày cuối (mặc định sau 6 ngày)")
    remind.add_argument("--plan", metavar="SLUG", help="chỉ các lời nhắc của kế hoạch này")
    remind.add_argument("--dry-run", action="store_true", help="chỉ xem trước; việc gửi do “nhacviec serve” làm")
    _json(remind)

    _command(commands, "admin-code", "admitting", "in mã dùng một lần để người nhắn /start MÃ thành quản trị")

    _command(commands, "serve", "serving", "chạy trợ lý trong các kênh trò chuyện đã cấu hình cho đến khi dừng")

    ledger = _command(commands, "ledger", "keeping", "sổ nhắc việc: đã nhắc ai việc gì, kết quả ra sao")
    ledger.add_argument("--state", choices=STATES, nargs="+", help="chỉ các lời nhắc ở trạng thái này")
    ledger.add_argument("--plan", metavar="SLUG", help="chỉ kế hoạch này")
    ledger.add_argument("--officer", type=_count, metavar="SỐ", help="chỉ cán bộ có số này")
    ledger.add_argument("--limit", type=_count, metavar="SỐ", default=50, help="số dòng nhiều nhất (mặc định 50)")
    ledger.add_argument("--counts", action="store_true", help="chỉ đếm theo trạng thái")
    _json(ledger)

    unanswered = _command(commands, "unanswered", "teaching", "liệt kê các câu hỏi chưa trả lời được")
    _json(unanswered)
    return parser


def _command(commands: argparse._SubParsersAction[Parser], name: str, module: str, summary: str) -> Parser:
    parser = commands.add_parser(name, help=summary, description=summary[0].upper() + summary[1:] + ".")
    parser.set_defaults(module=module)
    return parser


def _plan_and_today(parser: Parser) -> None:
    parser.add_argument("--plan", metavar="SLUG", help="chỉ tra trong kế hoạch này")
    parser.add_argument("--today", type=_day, metavar="NĂM-THÁNG-NGÀY", help="ngày được coi là hôm nay")


def _json(parser: Parser) -> None:
    parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON, mỗi dòng một đối tượng")


def _day(text: str) -> date:
    try:
        return read_day(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” không phải là ngày dạng 2024-03-11") from None


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) < 1_000_000:
        raise argparse.ArgumentTypeError(f"“{text}” không phải là một số từ 1")
    return int(text)


def _year(text: str) -> int:
    if not text.isdecimal() or not 1900 <= int(text) <= 2200:
        raise argparse.ArgumentTypeError(f"“{text}” không phải là một năm")
    return int(text)


class _OneLine(logging.Formatter):
    """A log line without a traceback: an operator's terminal is not a debugger."""

    def formatException(self, ei: object) -> str:  # noqa: N802 - the name is logging's
        error = ei[1] if isinstance(ei, tuple) else None
        return f"({type(error).__name__}: {error})"

    def format(self, record: logging.LogRecord) -> str:
        return " ".join(super().format(record).split())


def _quiet_logging() -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(_OneLine("nhacviec: %(name)s: %(message)s"))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
