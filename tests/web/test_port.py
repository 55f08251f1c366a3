"""Two houses that start at the same moment never take the same port."""

from kaogong.web import run


def test_two_starts_at_once_take_two_ports(monkeypatch):
    with run.port() as free:
        monkeypatch.setattr(run, "PORT", free.getsockname()[1])
        with run.port() as second:
            assert second.getsockname()[1] != free.getsockname()[1]
