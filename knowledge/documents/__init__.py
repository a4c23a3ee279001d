"""Documents as received: bytes → text → lines → paragraphs and tables, placed; `ingest` tells their meaning."""

from __future__ import annotations

from knowledge.documents.model import Block, Cell, Document, Note, Paragraph, Row, Table
from knowledge.documents.places import Place, render_place
from knowledge.documents.reading import load_document, read_document

__all__ = [
    "Block",
    "Cell",
    "Document",
    "Note",
    "Paragraph",
    "Place",
    "Row",
    "Table",
    "load_document",
    "read_document",
    "render_place",
]
