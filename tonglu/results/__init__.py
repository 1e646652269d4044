"""How it went: metrics, boards, reports, computed from facts."""
