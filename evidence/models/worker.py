"""When a worker last said that it runs."""

from django.db import models


class WorkerBeat(models.Model):
    """When a worker was last alive. No page reads it but the health address."""

    worker = models.CharField("id of the worker", max_length=64, primary_key=True)
    at = models.DateTimeField("last alive at")

    def __str__(self) -> str:
        return f"{self.worker} at {self.at:%Y-%m-%d %H:%M:%S}"
