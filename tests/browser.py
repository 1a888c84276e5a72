#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""browser.py: do in chromium what stdin says, line by line. What is printed is only
what echo, eval and axe say. A command that fails prints why, and what comes up to
the next "open" is left out.

    open FILE       load a page of a file, in a window of 1280 x 900; nothing is
                    remembered of it
    size W H        the window, in CSS pixels
    media [NAME..]  print, dark: as which medium the page is shown; none: as it is
    press KEY       press and release a key, as a keyboard does: n ? / Escape Tab
    type TEXT       insert TEXT where the cursor is
    click SELECTOR  press the mouse in the middle of an element
    reload          load the page again, with what the browser has kept of it
    echo TEXT       print TEXT
    eval JS         print the value of an expression, on one line
    until JS        wait until an expression is true, at most 20 s
    axe FILE        run axe-core, which FILE holds; print what it finds
    shot FILE       a picture of the window
    full FILE       a picture of the whole page
    pdf FILE        the page as it is printed

It talks to chromium through a pair of pipes (--remote-debugging-pipe), and needs
no port and no library. Exit status 1: a command failed; 2: there is no chromium.
"""
import base64
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
    "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-default-apps", "--hide-scrollbars",
    "--allow-file-access-from-files",
    "--host-resolver-rules=MAP * ~NOTFOUND", "--remote-debugging-pipe",
]
KEYS = {"Escape": 27, "Enter": 13, "Tab": 9, "PageDown": 34, "Home": 36}


class Broken(Exception):
    pass


class Browser:
    def __init__(self, profile, log):
        to_browser, self.out = os.pipe()
        self.inp, from_browser = os.pipe()

        def wire():
            # Above what is to be overwritten, whatever the numbers are.
            a, b = os.dup(to_browser), os.dup(from_browser)
            while a < 5 or b < 5:
                a, b = os.dup(a), os.dup(b)
            os.dup2(a, 3)
            os.dup2(b, 4)

        self.proc = subprocess.Popen(
            ["chromium", *FLAGS, "--user-data-dir=" + profile],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            close_fds=False, preexec_fn=wire)
        os.close(to_browser)
        os.close(from_browser)
        self.buf = b""
        self.last = 0
        self.session = None
        self.loaded = 0
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.ask("Target.attachToTarget", targetId=target,
                                flatten=True)["sessionId"]
        self.ask("Page.enable")
        self.ask("Runtime.enable")

    def read(self):
        while b"\0" not in self.buf:
            more = os.read(self.inp, 1 << 16)
            if not more:
                raise Broken("chromium has ended")
            self.buf += more
        text, self.buf = self.buf.split(b"\0", 1)
        m = json.loads(text)
        if m.get("method") == "Page.loadEventFired":
            self.loaded += 1
        return m

    def ask(self, method, **params):
        self.last += 1
        m = {"id": self.last, "method": method, "params": params}
        if self.session:
            m["sessionId"] = self.session
        os.write(self.out, json.dumps(m).encode() + b"\0")
        while True:
            got = self.read()
            if got.get("id") != self.last:
                continue
            if "error" in got:
                raise Broken(method + ": " + got["error"]["message"])
            return got["result"]

    def load(self, method, **params):
        before = self.loaded
        self.ask(method, **params)
        while self.loaded == before:
            self.read()

    def open(self, path):
        self.do("size 1280 900")
        self.do("media")
        url = pathlib.Path(path).resolve().as_uri()
        self.load("Page.navigate", url=url)
        self.eval("localStorage.clear()")
        self.load("Page.navigate", url=url)

    def eval(self, js):
        got = self.ask("Runtime.evaluate", expression=js, returnByValue=True,
                       awaitPromise=True)
        if "exceptionDetails" in got:
            e = got["exceptionDetails"]
            raise Broken(e.get("exception", {}).get("description", e["text"]))
        return got["result"].get("value")

    def press(self, key):
        text = key if len(key) == 1 else ""
        code = ord(key.upper()) if len(key) == 1 and key.isalpha() else KEYS.get(key, 0)
        common = {"key": key, "windowsVirtualKeyCode": code}
        if text:
            self.ask("Input.dispatchKeyEvent", type="keyDown", text=text, **common)
        else:
            self.ask("Input.dispatchKeyEvent", type="rawKeyDown", **common)
        self.ask("Input.dispatchKeyEvent", type="keyUp", **common)

    def click(self, selector):
        at = self.eval(
            "(function () { var e = document.querySelector(%s), r;"
            " if (!e) { return null; } e.scrollIntoView({block: 'center'});"
            " r = e.getBoundingClientRect();"
            " return [r.left + r.width / 2, r.top + r.height / 2]; })()"
            % json.dumps(selector))
        if not at:
            raise Broken("no element " + selector)
        for kind in "mousePressed", "mouseReleased":
            self.ask("Input.dispatchMouseEvent", type=kind, x=at[0], y=at[1],
                     button="left", clickCount=1)

    def until(self, js):
        end = time.monotonic() + 20
        while not self.eval("!!(%s)" % js):
            if time.monotonic() > end:
                raise Broken("20 s, and it is not so: " + js)
            time.sleep(0.05)

    def media(self, names):
        dark = [{"name": "prefers-color-scheme",
                 "value": "dark" if "dark" in names else "light"}]
        self.ask("Emulation.setEmulatedMedia",
                 media="print" if "print" in names else "", features=dark)

    def axe(self, path):
        """Violations, as "IMPACT RULE: help (N): the first place"."""
        self.eval(pathlib.Path(path).read_text() + "\n;0")
        found = self.eval("axe.run().then(function (r) { return r.violations; })")
        for v in sorted(found, key=lambda v: v["id"]):
            print("%s %s: %s (%d): %s" % (
                v["impact"], v["id"], v["help"], len(v["nodes"]),
                "%s  %s" % (v["nodes"][0]["target"][0], " ".join(v["nodes"][0]["html"].split())[:120])))

    def picture(self, path, full):
        self.save(path, self.ask("Page.captureScreenshot",
                                 captureBeyondViewport=full))

    @staticmethod
    def save(path, got):
        pathlib.Path(path).write_bytes(base64.b64decode(got["data"]))

    def do(self, line):
        word, _, rest = line.partition(" ")
        if word == "size":
            w, h = map(int, rest.split())
            self.ask("Emulation.setDeviceMetricsOverride", width=w, height=h,
                     deviceScaleFactor=1, mobile=False)
        elif word == "media":
            self.media(rest.split())
        elif word == "press":
            self.press(rest)
        elif word == "type":
            self.ask("Input.insertText", text=rest)
        elif word == "click":
            self.click(rest)
        elif word == "reload":
            self.load("Page.reload")
        elif word == "open":
            self.open(rest)
        elif word == "echo":
            print(rest)
        elif word == "eval":
            got = self.eval(rest)
            print(got if isinstance(got, str) else json.dumps(got))
        elif word == "until":
            self.until(rest)
        elif word == "axe":
            self.axe(rest)
        elif word in ("shot", "full"):
            self.picture(rest, word == "full")
        elif word == "pdf":
            self.save(rest, self.ask("Page.printToPDF", printBackground=True,
                                     preferCSSPageSize=True))
        else:
            raise Broken("no command")


def follow(browser):
    """Do what stdin says; returns whether all of it was done."""
    broken = False
    skip = False
    for line in sys.stdin:
        line = line.strip()
        if not line or (skip and not line.startswith(("open ", "echo "))):
            continue
        skip = skip and not line.startswith("open ")
        try:
            browser.do(line)
        except Broken as e:
            print("broken: %s: %s" % (line, e))
            broken = skip = True
    return not broken


def main():
    if len(sys.argv) != 1:
        print(__doc__, file=sys.stderr)
        return 129
    if not shutil.which("chromium"):
        print("browser.py: no chromium here", file=sys.stderr)
        return 2
    profile = tempfile.mkdtemp(prefix="respin-browser.")
    browser = None
    try:
        with open(os.path.join(profile, "log"), "wb") as log:
            browser = Browser(profile, log)
            return 0 if follow(browser) else 1
    except (Broken, OSError) as e:
        print("browser.py: %s" % e, file=sys.stderr)
        return 1
    finally:
        if browser:
            browser.proc.kill()
            browser.proc.wait()
        shutil.rmtree(profile, ignore_errors=True)


sys.exit(main())
