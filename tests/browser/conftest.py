"""The house in a real browser: Chromium of the machine, pages from a server in this process."""

import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCREENS = ROOT / "build" / "screens"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WIDTHS = {1440: 900, 390: 844}
"""The two widths every page is looked at in, with their heights."""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session")
def chromium():
    """The browser; without one these tests are skipped."""
    from playwright.sync_api import sync_playwright

    found = os.environ.get("KAOGONG_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip(f"no browser: none of {', '.join(NAMES)} is installed, and KAOGONG_CHROMIUM names none")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = (
        "1"  # playwright runs a loop in this thread; the tests use the database too
    )
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session", autouse=True)
def files_first(files):
    """The server looks for its files when it starts, and serves them as in production (not by Django's test handler)."""
    from django.contrib.staticfiles.handlers import StaticFilesHandler

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(StaticFilesHandler, "_should_handle", lambda self, path: False)
        yield


class Window:
    """A page of the house. What the browser complains of (a refused script, a missing file) fails the test."""

    def __init__(self, page, base, width):
        self.page, self.base, self.width = page, base, width
        self.complaints = []
        page.on(
            "console", lambda said: self.complaints.append(said.text) if said.type in {"error", "warning"} else None
        )
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def go(self, path):
        self.page.goto(self.base + path)
        return self

    def sign_in(self, username, password):
        self.go("/sign-in/")
        self.page.get_by_label("账号").fill(username)
        self.page.get_by_label("密码").fill(password)
        with self.page.expect_navigation():
            self.page.get_by_role("button", name="登录").click()
        return self

    def keep(self, name):
        """Keep a screenshot, and see that the page is in order: no complaint, no barrier, nothing beyond the edge."""
        SCREENS.mkdir(parents=True, exist_ok=True)
        self.picture(SCREENS / f"{name}-{self.width}.png")
        assert not self.complaints, self.complaints
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{name} is {wide} px wider than {self.width}"
        assert not self.barriers(), "\n".join(self.barriers())

    def picture(self, path):
        """Taken again when the browser's drawing process died under it; the browser starts a new one by itself."""
        from playwright.sync_api import Error

        for left in (2, 1, 0):
            try:
                self.page.screenshot(path=path, full_page=True)
                return
            except Error as fault:
                if not left or "Unable to capture screenshot" not in fault.message:
                    raise

    def barriers(self):
        """What axe finds, and ids that stand for two things, of which a label names only the first."""
        doubled = self.page.evaluate(
            "[...document.querySelectorAll('[id]')].map(one => one.id).filter((id, n, all) => all.indexOf(id) !== n)"
        )
        self.page.evaluate(AXE.read_text("utf-8"))
        found = self.page.evaluate("rules => axe.run({runOnly: rules})", RULES)
        return [f"doubled id: {one}" for one in doubled] + [
            f"{one['id']}: {one['help']}: {node['html'][:160]}" for one in found["violations"] for node in one["nodes"]
        ]


@pytest.fixture(params=WIDTHS)
def window(request, chromium, live_server):
    """A window of each width."""
    size = {"width": request.param, "height": WIDTHS[request.param]}
    context = chromium.new_context(viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai")
    yield Window(context.new_page(), live_server.url, request.param)
    context.close()
