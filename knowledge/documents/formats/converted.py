"""Formats of old (.doc, .xls, .rtf, .odt, .ods): LibreOffice, where it is installed, makes of them what we can read."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from knowledge.documents.kinds import Kind
from knowledge.errors import DocumentError

SECONDS: Final = 60
"""How long one conversion may take where nobody sets a shorter time."""

_SHEETS: Final = b"opendocument.spreadsheet"
# What the format's files are called, so that nothing is taken for what its name says; and what we can read.
_ENDINGS: Final[Mapping[Kind | bytes, tuple[str, str]]] = {
    Kind.DOC: (".doc", ".docx"),
    Kind.RTF: (".rtf", ".docx"),
    Kind.OPEN_DOCUMENT: (".odt", ".docx"),
    Kind.XLS: (".xls", ".xlsx"),
    Kind.XLSB: (".xlsb", ".xlsx"),
    _SHEETS: (".ods", ".xlsx"),
}
_PROGRAMS: Final = ("soffice", "libreoffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice")
# No macro runs, nothing is fetched: a document may name a picture at an address only to learn who opened it.
_PROFILE: Final = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop></item>
</oor:items>
"""


def convert(data: bytes, name: str, kind: Kind) -> bytes:
    """The same document as a Word or Excel file of today.

    Raises:
        DocumentError: LibreOffice is not installed, or makes nothing of it.
    """
    ending, to = _ENDINGS[_SHEETS if kind is Kind.OPEN_DOCUMENT and _SHEETS in data[:200] else kind]
    program = find_program()
    if program is None:
        raise DocumentError(
            f"Tệp {name} là loại {kind}, máy này chưa cài LibreOffice để đọc; "
            f"hãy mở tệp, chọn Lưu thành {to} rồi nhập lại."
        )
    with TemporaryDirectory(prefix="nhacviec-", ignore_cleanup_errors=True) as folder:
        here = Path(folder)
        received, made = here / f"received{ending}", here / "made" / f"received{to}"
        received.write_bytes(data)
        (here / "profile" / "user").mkdir(parents=True)
        (here / "profile" / "user" / "registrymodifications.xcu").write_text(_PROFILE, "utf-8")
        profile = f"-env:UserInstallation={(here / 'profile').as_uri()}"
        still = ("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo")
        command = [
            program,
            profile,
            *still,
            "--convert-to",
            to.removeprefix("."),
            "--outdir",
            str(made.parent),
            str(received),
        ]
        with suppress(subprocess.SubprocessError, OSError), _roomy():
            subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=SECONDS,
                check=False,
            )
        if not made.is_file():
            raise DocumentError(
                f"LibreOffice không mở được tệp {name} ({kind}); hãy mở tệp, chọn Lưu thành {to} rồi nhập lại."
            )
        return made.read_bytes()


def find_program() -> str | None:
    """LibreOffice's command, None where it is not installed."""
    return next((found for name in _PROGRAMS if (found := shutil.which(name, path=os.environ.get("PATH")))), None)


@contextmanager
def _roomy() -> Iterator[None]:
    """Within it what is started may map as much memory as this process might: programs map far more than they use."""
    if sys.platform == "win32":
        yield
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    try:
        yield
    finally:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
