"""A built page as Vercel would serve it: from an origin of its own, by the headers and rewrites of web/vercel.json."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

WEB = Path(__file__).resolve().parents[2] / "web"


class Vercel(SimpleHTTPRequestHandler):
    """Files of one folder; an address that is no file is the page's own."""

    settings: dict[str, Any] = json.loads((WEB / "vercel.json").read_text())

    def translate_path(self, path: str) -> str:
        """The file of a path after the rewrites, which a file that is there goes before."""
        found = super().translate_path(path)
        if Path(found).is_file():
            return found
        asked = path.partition("?")[0]
        for rewrite in self.settings["rewrites"]:
            if re.fullmatch(rewrite["source"], asked):
                return super().translate_path(rewrite["destination"])
        return found

    def end_headers(self) -> None:
        """Add those of every entry that fits the path."""
        asked = self.path.partition("?")[0]
        for entry in self.settings["headers"]:
            if re.fullmatch(entry["source"], asked):
                for header in entry["headers"]:
                    self.send_header(header["key"], header["value"])
        super().end_headers()

    def log_message(self, *told: object) -> None:
        """Say nothing: the browser tells what it misses."""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve what is, or will be, in `folder` until the block ends; the origin."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Vercel, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def build(folder: Path, **variables: str) -> None:
    """The page into `folder`, with `VITE_API_URL` and its like baked in."""
    node = shutil.which("node")
    assert node, "the page is built by node, and there is none on PATH"
    vite = WEB / "node_modules" / "vite" / "bin" / "vite.js"
    command = [node, vite, "build", "--outDir", folder, "--emptyOutDir", "--logLevel", "warn"]
    subprocess.run(command, cwd=WEB, env={**os.environ, **variables}, check=True)
