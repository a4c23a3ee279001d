"""How things stand, as Prometheus reads it; asked of the database each time, so that no number is our memory's."""

from __future__ import annotations

from collections.abc import Iterable

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from scheduler.watching import Health

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def render_metrics(health: Health) -> bytes:
    """The page that Prometheus asks for."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Standing(health))
    return generate_latest(registry)


class _Standing(Collector):
    def __init__(self, health: Health) -> None:
        self._health = health

    def collect(self) -> Iterable[Metric]:
        health, counts = self._health, self._health.counts
        yield GaugeMetricFamily("nhacviec_healthy", "1 while reminders go on, 0 while they stall.", value=health.ok)
        yield GaugeMetricFamily("nhacviec_due_age_seconds", "Since when the oldest due waits.", value=health.due_age)
        yield _by("nhacviec_obligations", "Reminders by how far they are.", "state", counts.obligations.items())
        yield _by("nhacviec_dispatches", "Messages by how far they are.", "state", counts.dispatches.items())
        yield _by("nhacviec_attempts", "Attempts to send by what became of them.", "outcome", counts.attempts.items())
        yield _by("nhacviec_loop_age_seconds", "Since when a loop last worked.", "loop", health.ages.items())


def _by(name: str, words: str, label: str, values: Iterable[tuple[str, float]]) -> Metric:
    family = GaugeMetricFamily(name, words, labels=[label])
    for key, value in values:
        family.add_metric([str(key)], value)
    return family
