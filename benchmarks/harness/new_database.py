"""An empty database on a server that runs."""

import psycopg2

from tests.harness.postgres import Server


def new_database(server: Server, name: str) -> str:
    """The address of an empty database on that server."""
    connection = psycopg2.connect(host=server.socket_folder, user="postgres", dbname="postgres")
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    connection.close()
    return f"{server.url.rpartition('/')[0]}/{name}"
