#!/usr/bin/env python3
"""A provider for the checks of run.sh, on a port of its own, written to the file that is named.

    provider.py PORT_FILE LOG_FILE [CERTIFICATE]

With a certificate (and its key, in one file) it speaks TLS. The path's beginning says how it answers: /good, /badkey, /quota, /html, /hang. Each request is a line of the log: its path, its headers'
names and its body. It ends with its standard input.
"""
import json
import os
import ssl
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

log = open(sys.argv[2], "w", encoding="utf-8")


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.answer(200, {"object": "list", "data": [{"id": "local-model", "meta": {"n_ctx": 4096}}]})

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        log.write(json.dumps({"path": self.path, "names": sorted(self.headers.keys()), "body": json.loads(body)}) + "\n")
        log.flush()
        # a proxy is asked with the whole URL
        how = urlsplit(self.path).path.split("/")[1]
        if how == "good":
            message = {"role": "assistant", "content": '{"ready":true}'}
            self.answer(200, {"model": "local-model", "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
                              "usage": {"prompt_tokens": 21, "completion_tokens": 5}})
        elif how == "badkey":
            key = self.headers["Authorization"]
            self.answer(401, {"error": {"message": f"Incorrect API key provided: {key}", "type": "invalid_request_error",
                                        "param": None, "code": "invalid_api_key"}})
        elif how == "quota":
            self.answer(429, {"error": {"message": "You exceeded your current quota", "type": "insufficient_quota", "code": "insufficient_quota"}})
        elif how == "html":
            self.reply(200, b"<html>a portal</html>", "text/html")
        else:
            threading.Event().wait()

    def answer(self, status, value):
        self.reply(status, json.dumps(value).encode(), "application/json")

    def reply(self, status, body, content_type):
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
if len(sys.argv) > 3:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(sys.argv[3])
    server.socket = tls.wrap_socket(server.socket, server_side=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
with open(sys.argv[1], "w", encoding="utf-8") as file:
    file.write(f"{server.server_port}\n")
sys.stdin.read()
os._exit(0)
