"""结果: the board and every figure behind it."""

from __future__ import annotations

from tonglu.web.access import FIGURES, page
from tonglu.web.desk import board, metrics

PAGES = [
    page("board", board.show_board, name="board", roles=FIGURES),
    page("metrics", metrics.metrics, name="metrics", roles=FIGURES),
    page("metric/<slug:key>", metrics.metric, name="metric", roles=FIGURES),
    page("board.<paper:form>", board.board_paper, name="board_paper", roles=FIGURES),
]
