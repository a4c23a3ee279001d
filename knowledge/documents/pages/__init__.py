"""Printed pages as values: words and ruling lines with their places → tables and paragraphs.

One way for every format that knows where ink stands: a PDF with text hands over its words and lines, a scan those that
were recognised in its picture. No file and no library here.
"""
