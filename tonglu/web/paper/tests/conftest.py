"""A document as the cells of its workbook, and as the words of its PDF."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from tonglu.web.paper.book import book
from tonglu.web.paper.document import Document


@pytest.fixture
def rows() -> Callable[[Document], Sequence[list]]:
    def read(document: Document) -> list[list]:
        return CalamineWorkbook.from_filelike(BytesIO(book([document]))).get_sheet_by_index(0).to_python()

    return read
