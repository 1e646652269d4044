"""The phones' side: log in, pull one bundle, send documents and photos, each answered by id."""
