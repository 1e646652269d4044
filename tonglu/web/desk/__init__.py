"""The office: server-rendered pages, one domain call each."""
