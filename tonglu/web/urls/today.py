"""今日: the day, search, notices, and the photos that pages show."""

from __future__ import annotations

from tonglu.web.access import EVERYONE, SHELVES, page
from tonglu.web.desk import files, notices, search, today

PAGES = [
    page("", today.today, name="today", roles=EVERYONE),
    page("search", search.search, name="search", roles=EVERYONE),
    page("files/<str:sha256>", files.photo, name="photo", roles=SHELVES),
    page("notices", notices.notices, name="notices", roles=EVERYONE),
    page("notices/read", notices.read, name="notices_read", roles=EVERYONE),
    page("notices/read-all", notices.read_all, name="notices_read_all", roles=EVERYONE),
    page("notices/<int:pk>", notices.notice, name="notice", roles=EVERYONE),
]
