#!/usr/bin/env python3
"""pie serve as whoever connects meets it: right and wrong requests, slow and foreign ones, the token, signals, the OpenAPI document under schemathesis.

    PIE=.build/release/pie .venv/bin/python Tests/EndToEnd/server.py

One line a check; exit 1 where one failed. Needs no network but this machine's own, and leaves nothing behind.
"""

import contextlib
import http.client
import http.server
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from pathlib import Path

import jsonschema

ROOT = Path(__file__).resolve().parents[2]
PIE = os.environ.get("PIE") or str(ROOT / ".build/release/pie")
NOTE = (ROOT / "Examples/discharge-report.fr.txt").read_bytes()
CANARY = "Zyxoquabel"
TOKEN = "a token for these checks alone"
WAIT = 60  # seconds after which something is broken, not slow

environment = {k: v for k, v in os.environ.items() if not k.startswith(("PIE_", "AWS_", "MODEL_"))}
failed = 0


def check(name, holds, why=""):
    global failed
    print(f"ok    {name}" if holds else f"FAIL  {name}{f' ({why})' if why else ''}", flush=True)
    failed += not holds


class Server:
    """One pie serve on a free port; its standard error is kept."""

    def __init__(self, *arguments, **variables):
        self.log = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            [PIE, "serve", "--port", "0", *arguments], env=environment | variables, stdout=subprocess.PIPE, stderr=self.log, cwd="/")
        end = time.monotonic() + WAIT
        while not (found := re.search(r"serving http://\S*:(\d+) ", self.lines())):
            if self.process.poll() is not None or time.monotonic() > end:
                sys.exit(f"pie serve does not come up: {self.lines()}")
            time.sleep(0.01)
        self.port = int(found[1])

    def lines(self):
        return os.pread(self.log.fileno(), 50_000_000, 0).decode()

    def ask(self, method, path, body=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAIT)
        with contextlib.closing(connection):
            connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
            answer = connection.getresponse()
            answer.text = answer.read().decode()
            return answer

    def extract(self, body=NOTE, **headers):
        return self.ask("POST", "/api/extract", body, **({"Content_Type": "text/plain"} | headers))

    def open(self):
        return socket.create_connection(("127.0.0.1", self.port), timeout=WAIT)

    def raw(self, *parts):
        """What comes back until the server closes."""
        with self.open() as connection:
            received = b""
            with contextlib.suppress(ConnectionError):
                for part in parts:
                    connection.sendall(part)
                while piece := connection.recv(65536):
                    received += piece
            return received

    def is_alive(self):
        return self.ask("GET", "/healthz").status == 200 and self.extract().status == 200

    def resident(self):
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) * 1024

    def stop(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        return self.process.wait(WAIT)


def code(answer):
    return json.loads(answer.text).get("code")


def refused_start(name, status, words, *arguments, **variables):
    run = subprocess.run([PIE, "serve", *arguments], env=environment | variables, capture_output=True, text=True, timeout=WAIT, cwd="/")
    check(name, run.returncode == status and re.search(words, run.stderr), f"{run.returncode}: {run.stderr.strip()}")


def reading(server):
    record = json.loads(server.extract().text)
    printed = json.loads(subprocess.run([PIE, "extract", "-", "--format", "json"], input=NOTE, env=environment, capture_output=True, check=True, cwd="/").stdout)
    printed["note"]["source"] = record["note"]["source"]
    check("the API's record is pie extract's", record == printed)
    jsonschema.validate(record, json.loads(server.ask("GET", "/api/schema").text))
    check("it keeps to the schema that the API gives", True)
    stream = server.extract(Accept="text/event-stream").text
    events = [dict(line.split(": ", 1) for line in event.split("\n")) for event in stream.strip().split("\n\n")]
    check("the stream ends with the record", events[-1]["event"] == "record" and json.loads(events[-1]["data"]) == record)
    told = [json.loads(event["data"])["category"] for event in events if event["event"] == "insight"]
    check("and tells each insight on the way", told.count("medication") == len(record["medications"]) and len(told) > 20, str(len(told)))
    check("the page is there, and the files that it names", all(
        server.ask("GET", path).status == 200
        for path in ["/", *re.findall(r'(?:src|href)="(/assets/[^"]+)"', server.ask("GET", "/").text)]))


def refusing(server):
    check("more than 1 MB is refused", code(server.extract(b"a" * 1_000_001)) == "too_large")
    chunk = b"10000\r\n" + b"a" * 65536 + b"\r\n"
    head = b"POST /api/extract HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/plain\r\n"
    check("so is what never ends", server.raw(head + b"Transfer-Encoding: chunked\r\n\r\n", *[chunk] * 200).startswith(b"HTTP/1.1 413"))
    for name, bytes_ in {
        "no HTTP": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", "a line that never ends": b"GET /" + b"a" * 200_000,
        "a long head": b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"a" * 50_000 + b"\r\n\r\n",
        "two lengths": head + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "a length and chunks": head + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "chunks that are none": head + b"Transfer-Encoding: chunked\r\n\r\n" + CANARY.encode() + b"\r\n",
    }.items():
        answer = server.raw(bytes_)
        check(f"{name}: refused", not answer or answer.startswith(b"HTTP/1.1 4"), answer[:80].decode(errors="replace"))
    for headers in ({"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec_Fetch_Site": "cross-site"}, {"Sec_Fetch_Site": "same-site"}):
        check(f"from another site ({headers}): refused", code(server.extract(**headers)) == "cross_origin")
    check("under a foreign name: refused", code(server.ask("GET", "/", Host="evil.example")) == "bad_host")
    check("from its own page: read", server.extract(Origin=f"http://127.0.0.1:{server.port}", Sec_Fetch_Site="same-origin").status == 200)
    check("no answer is for other sites", server.extract(Origin=f"http://127.0.0.1:{server.port}").getheader("Access-Control-Allow-Origin") is None)
    check("/events is nobody's", server.ask("POST", "/events", "{}", Content_Type="application/json").status == 404)
    broken = server.extract(json.dumps({"text": CANARY})[:-2], Content_Type="application/json")
    check("half a body of JSON: refused without its words", code(broken) == "bad_json" and CANARY not in broken.text)


def slow(server):
    """Hundreds who never finish: each is let go, and others are served meanwhile."""
    heads = [server.open() for _ in range(200)]
    for connection in heads:
        connection.sendall(b"POST /api/extract HTTP/1.1\r\nHost: 127.0.0.1\r\n")
    bodies = [server.open() for _ in range(50)]
    for connection in bodies:
        connection.sendall(b"POST /api/extract HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/plain\r\nContent-Length: 1000\r\n\r\n")
    check("250 who wait keep nobody else waiting", server.is_alive())
    ended, answers = [], []

    def drip(connection, isBody):
        received = b""
        with contextlib.suppress(OSError):
            connection.settimeout(1)
            end = time.monotonic() + WAIT
            while time.monotonic() < end:
                connection.sendall(b"a")
                try:
                    piece = connection.recv(65536)
                except TimeoutError:
                    continue
                if not piece:
                    break
                received += piece
            else:
                return
        ended.append(connection)
        if isBody:
            answers.append(received)

    threads = [threading.Thread(target=drip, args=(c, c in bodies)) for c in heads + bodies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    check("all of them are let go, however they drip", len(ended) == 250, f"{len(ended)}")
    check("who drips a body is told why", sum(a.startswith(b"HTTP/1.1 408") for a in answers) == 50, f"{[a[:20] for a in answers][:3]}")
    for connection in heads + bodies:
        connection.close()
    check("and the server is as well as before", server.is_alive())


def guarded():
    refused_start("another address without a token: refused", 78, "PIE_ACCESS_TOKEN", "--host", "0.0.0.0", "--port", "0")
    refused_start("a short token: refused", 78, "shorter", "--access", "token", PIE_ACCESS_TOKEN="short")
    refused_start("another address for everybody: refused", 64, "--open-to-everybody", "--host", "0.0.0.0", "--access", "none")
    server = Server("--access", "token", PIE_ACCESS_TOKEN=TOKEN)
    refused_start("a port that is taken: refused", 69, "in use", "--port", str(server.port))
    check("without the token the page is the login", server.ask("GET", "/").getheader("Location") == "/login")
    check("and the API is closed", code(server.extract()) == "unauthorized")
    check("with it, open", server.extract(Authorization=f"Bearer {TOKEN}").status == 200)

    def form():
        return re.search(r'name="form"\s+value="([^"]+)"', server.ask("GET", "/login").text)[1]

    def log_in(mark, token=TOKEN):
        body = urllib.parse.urlencode({"token": token, "form": mark})
        return server.ask("POST", "/login", body, Content_Type="application/x-www-form-urlencoded")

    mark = form()
    answer = log_in(mark)
    cookie = (answer.getheader("Set-Cookie") or "").split(";")[0]
    check("a login gives a session", answer.status == 303 and server.extract(Cookie=cookie).status == 200)
    check("a login sent again gives none", log_in(mark).status == 400)
    check("a session does not serve another site", code(server.extract(Cookie=cookie, Origin="https://evil.example")) == "cross_origin")
    server.ask("POST", "/logout", Cookie=cookie)
    check("a session sent again after the logout is refused", code(server.extract(Cookie=cookie)) == "unauthorized")
    statuses = [log_in(form(), "wrong").status for _ in range(11)]
    check("wrong tokens are counted", statuses == [401] * 10 + [429], str(statuses))
    check("the log has no token", TOKEN not in server.lines() and cookie not in server.lines())
    check("SIGINT ends it in peace", server.stop(signal.SIGINT) == 0)
    everybody = Server("--host", "0.0.0.0", "--access", "none", "--open-to-everybody")
    check("who wants everybody says so", everybody.extract().status == 200)
    everybody.stop()


class Elsewhere(http.server.ThreadingHTTPServer):
    """AWS Systems Manager and a provider, on this machine: what they were asked, and how they answer."""

    daemon_threads = True

    def __init__(self):
        elsewhere = self
        self.parameters, self.asked, self.status, self.released = {}, [], None, threading.Event()

        class Handler(http.server.BaseHTTPRequestHandler):
            def answer(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                elsewhere.asked.append((self.path, self.headers, body))
                if self.headers.get("X-Amz-Target") == "AmazonSSM.GetParameters":
                    found = [{"Name": n, "Value": elsewhere.parameters[n]} for n in json.loads(body)["Names"] if n in elsewhere.parameters]
                    return self.send(200, {"Parameters": found, "InvalidParameters": []})
                if elsewhere.status is None:
                    elsewhere.released.wait(WAIT)
                    return None
                return self.send(elsewhere.status, {"error": {"message": "no"}})

            def send(self, status, value):
                data = json.dumps(value).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_POST = answer

            def log_message(self, *_):
                pass

        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        threading.Thread(target=self.serve_forever, daemon=True).start()


def deployed():
    """As on Lambda: the token and a provider's key are in parameters, which the role's credentials open."""
    elsewhere = Elsewhere()
    elsewhere.parameters = {"/pie/token": TOKEN, "/pie/key": "a key of the provider's"}
    role = {
        "AWS_LAMBDA_FUNCTION_NAME": "pie", "AWS_REGION": "eu-west-3", "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "not a secret",
        "AWS_SESSION_TOKEN": "of the role", "AWS_ENDPOINT_URL": elsewhere.url, "PIE_ACCESS_TOKEN_PARAMETER": "/pie/token",
        "PIE_KEY_PARAMETER_COMPATIBLE": "/pie/key", "PIE_PROVIDER": "compatible", "PIE_MODEL": "m", "PIE_BASE_URL": elsewhere.url,
        "PIE_CONTEXT_SIZE": "8192",
    }
    server = Server(**role)
    check("nothing is asked of anybody before it is needed", server.ask("GET", "/healthz").status == 200 and not elsewhere.asked)
    check("without the token nothing is open", code(server.extract()) == "unauthorized")
    elsewhere.status = 401
    refused = server.extract(Authorization=f"Bearer {TOKEN}")
    check("a key that the provider refuses is told", refused.status == 502 and code(refused) == "provider_failed", refused.text)
    elsewhere.status = None  # it never answers
    start = time.monotonic()
    late = server.extract(Authorization=f"Bearer {TOKEN}")
    record = json.loads(late.text)
    check("a provider that does not answer costs no answer", late.status == 200 and record["engine"]["name"] == "offline" and record["medications"])
    check("the record says so", record["warnings"][0]["code"] == "provider_timed_out", str(record["warnings"]))
    check("before a gateway would give up", time.monotonic() - start < 29, f"{time.monotonic() - start:.1f} s")
    stored = [(headers, json.loads(body)["Names"]) for _, headers, body in elsewhere.asked if headers.get("X-Amz-Target")]
    check("each parameter is read once", sorted(names for _, names in stored) == [["/pie/key"], ["/pie/token"]], str([n for _, n in stored]))
    check("signed, with the role's session", all(
        h["Authorization"].startswith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/") and h["X-Amz-Security-Token"] == "of the role" for h, _ in stored))
    asked = [headers for path, headers, _ in elsewhere.asked if path.endswith("/chat/completions")]
    check("the provider gets its key", asked and all(h["Authorization"] == "Bearer a key of the provider's" for h in asked), str(len(asked)))
    check("/events is nobody's there either", server.ask("POST", "/events", "{}", Content_Type="application/json").status == 404)
    check("the log has no secret", not any(word in server.lines() for word in (TOKEN, "of the role", "not a secret", "a key of")))
    elsewhere.released.set()
    server.stop()
    metrics = [json.loads(line) for line in server.process.stdout.read().decode().splitlines()]
    check("metrics without being asked for, the rules' stand-in among them", sum(m["Fallbacks"] for m in metrics) == 1, str(len(metrics)))


def ending():
    server = Server("--metrics", "emf")
    with server.open() as under_way:
        under_way.sendall(b"POST /api/extract HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n" % len(NOTE))
        under_way.sendall(NOTE[:100])
        server.is_alive()  # the head is read by now: it came before
        server.process.send_signal(signal.SIGTERM)
        end = time.monotonic() + WAIT
        while time.monotonic() < end:
            try:
                server.open().close()
            except ConnectionError:
                break
            time.sleep(0.01)
        under_way.sendall(NOTE[100:])
        answer = http.client.HTTPResponse(under_way)
        answer.begin()
        check("SIGTERM lets the request under way end", answer.status == 200 and json.loads(answer.read())["format"] == "pie.record/1")
    check("and then the server", server.process.wait(WAIT) == 0)
    metrics = [json.loads(line) for line in server.process.stdout.read().decode().splitlines()]
    told = [m for m in metrics if m["Route"] == "/api/extract" and m["Requests"] == 1 and m["Duration"] > 0]
    check("a line of metrics a request", len(told) == 2 and len(metrics) == 3, str(len(metrics)))


def described(server):
    """The OpenAPI document under schemathesis: nothing that it makes up may break the server."""
    checks = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,negative_data_rejection,unsupported_method,allow_header_conformance"
    with tempfile.TemporaryDirectory() as folder:
        run = subprocess.run(
            [sys.executable, "-m", "schemathesis.cli", "run", f"http://127.0.0.1:{server.port}/api/openapi.json", "--checks", checks, "--seed", "1",
             "--max-examples", "40", "--phases", "examples,coverage,fuzzing", "--continue-on-failure", "--no-shrink"],
            capture_output=True, text=True, timeout=600, cwd=folder)
    check("schemathesis finds nothing", run.returncode == 0, run.stdout[-3000:] + run.stderr[-500:])
    check("and the server is as well as before", server.is_alive())


def logged(server):
    line = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ ([A-Z]+|-) (/\S*|-|malformed) \d{3} \d+(\.\d)?ms \d+B")
    odd = [text for text in server.lines().splitlines()[1:] if not line.fullmatch(text)]
    check("each line of the log is time, method, route, status, duration, size", not odd, str(odd[:2]))
    words = {word.lower() for word in re.findall(r"[A-ZÉÈ]{5,}|[A-Z][a-zé]{7,}", NOTE.decode())} | {CANARY.lower()}
    check("and has no word of a note", not [word for word in words if re.search(rf"\b{re.escape(word)}", server.lines().lower())])


server = Server()
reading(server)
refusing(server)
before = server.resident()
slow(server)
described(server)
server.ask("GET", f"/{CANARY}?{CANARY}={CANARY}")
logged(server)
check("memory is what it was, and a little", server.resident() < before + 60_000_000, f"{before / 1e6:.0f} MB before, {server.resident() / 1e6:.0f} MB after")
check("SIGTERM ends it in peace", server.stop() == 0)
guarded()
deployed()
ending()
sys.exit(failed > 0)
