"""The search over studies: words made alike, the reader's query, and an index that database triggers keep current."""
