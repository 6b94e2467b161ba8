"""What a page says to programs: citation tags, linked data, Open Graph, the canonical address, the sitemap."""
