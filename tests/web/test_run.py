"""`python -m kaogong.web run`: one command starts everything, and Ctrl-C stops everything."""

import os
import re
import signal
import socket
import time
import urllib.request

import pytest

pytestmark = pytest.mark.slow


def until_address(process):
    """What was said up to the address, and the address."""
    said = ""
    for line in process.stdout:
        said += line
        if found := re.search(r"http://localhost:(\d+)/", line):
            return said, int(found[1])
    raise AssertionError(said)


def get(port, path="/sign-in/"):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as answer:
        return answer.read().decode()


def children(pid):
    """The processes a process has started, with their command lines."""
    with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as stream:  # noqa: PTH123
        found = [int(one) for one in stream.read().split()]
    lines = {}
    for one in found:
        with open(f"/proc/{one}/cmdline", "rb") as stream:  # noqa: PTH123
            lines[one] = stream.read().replace(b"\0", b" ").decode()
    return lines


def gone(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    with open(f"/proc/{pid}/stat", encoding="utf-8") as stream:  # noqa: PTH123
        return stream.read().rpartition(")")[2].split()[0] == "Z"


def wait_for(true, seconds=30):
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until
        time.sleep(0.1)


def test_it_serves_restarts_what_falls_and_leaves_nothing_behind(house) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        wanted = taken.getsockname()[1]
        house.environment["KAOGONG_PORT"] = str(wanted)
        process = house.start("run")
        said, port = until_address(process)
    assert port == wanted + 1
    assert f"port {wanted} is taken" in said
    assert "登录" in get(port)

    started = children(process.pid)
    (server,) = [pid for pid, line in started.items() if "gunicorn" in line]
    (database,) = [pid for pid, line in started.items() if "postgres" in line]
    os.kill(database, signal.SIGKILL)
    wait_for(lambda: database not in children(process.pid))
    os.kill(server, signal.SIGKILL)
    wait_for(lambda: len(again := children(process.pid)) == 3 and all(again.values()) and server not in again)
    wait_for(lambda: answers(port))

    started = children(process.pid)
    assert len(started) == 3
    process.send_signal(signal.SIGINT)
    rest = process.stdout.read()
    process.stdout.close()
    assert process.wait(60) == 0, rest
    assert "已停止" in rest
    assert all(gone(pid) for pid in started)
    with pytest.raises(OSError, match="refused"):
        get(port)


def answers(port):
    try:
        return "登录" in get(port)
    except OSError:
        return False


def test_a_second_ctrl_c_does_not_wait_for_the_work_in_hand(house) -> None:
    process = house.start("run")
    until_address(process)
    wait_for(lambda: any("kaogong.web.work" in line for line in children(process.pid).values()))
    started = children(process.pid)
    (worker,) = [pid for pid, line in started.items() if "kaogong.web.work" in line]
    os.kill(worker, signal.SIGSTOP)
    process.send_signal(signal.SIGINT)
    while "再按一次 Ctrl-C" not in process.stdout.readline():
        pass
    time.sleep(1)
    assert process.poll() is None
    process.send_signal(signal.SIGINT)
    rest = process.stdout.read()
    process.stdout.close()
    assert process.wait(30) == 0, rest
    assert "已停止" in rest
    assert all(gone(pid) for pid in started)


def test_nothing_outlives_it_when_it_is_killed(house) -> None:
    process = house.start("run")
    until_address(process)
    started = children(process.pid)
    process.kill()
    process.wait()
    wait_for(lambda: all(gone(pid) for pid in started))
    process.stdout.close()


def test_other_commands_need_no_running_house(house) -> None:
    assert house.run("migrate").returncode == 0
    done = house.run("manage", "check")
    assert "no issues" in done.stdout + done.stderr


def test_a_command_that_is_not_there_is_told(house) -> None:
    done = house.run("fly")
    assert done.returncode == 2
    assert "invalid choice" in done.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root needs another user for the database")
def test_a_home_the_database_cannot_enter_is_told(new_house) -> None:
    house = new_house()
    inner = house.folder / "inner"
    inner.mkdir(mode=0o700)
    house.environment["KAOGONG_HOME"] = str(inner / "home")
    done = house.run("migrate")
    assert done.returncode == 1
    assert done.stderr.startswith(f"{inner} is closed to the user the server runs as")
