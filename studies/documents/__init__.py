"""Source documents: kept in pieces, read into pages in a child process, shown to curators only."""
