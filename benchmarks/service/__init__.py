"""The service as it is deployed: the real proxy, Redis, PostgreSQL and web processes, on this machine."""
