"""What several benchmarks share: programs, servers, the site as it is served, and who visits it."""
