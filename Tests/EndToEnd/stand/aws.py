#!/usr/bin/env python3
"""AWS on loopback for the deploy test: moto, and functions that really run.

    aws.py FOLDER

Listens on a free port and writes its address to FOLDER/endpoint. What moto has no machine for, an invocation, this answers itself: it runs the
container of the image that the function's version names, with its environment and command, and passes the event on as the Web
Adapter would. A gateway's address is no name that resolves here; GET or POST /_gateway/API_ID/PATH goes through the same routes.
Where FOLDER/hold has a pattern, a request that it matches (METHOD PATH) waits until that file is gone; FOLDER/held tells that one waits. So a test
catches a tool in the middle of its work. FOLDER/containers has the ids of the containers that were started; whoever stops the stand removes them.
"""
import base64
import http.client
import json
import os
import pathlib
import re
import socket
import subprocess
import sys
import threading
import time

from moto.backends import get_backend
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

folder = pathlib.Path(sys.argv[1])
ACCOUNT = os.environ["MOTO_ACCOUNT_ID"]  # moto reads it too
INVOCATION = re.compile(r"^/2015-03-31/functions/([^/]+)/invocations$")
GATEWAY = re.compile(r"^/_gateway/([^/]+)(/.*)$")
READY_WITHIN = 30
HELD_AT_MOST = 60
running = {}
lock = threading.Lock()


def region(request):
    """Of the signature, as moto has it."""
    found = re.search(r"Credential=[^/]+/\d+/([^/]+)/", request.headers.get("Authorization", ""))
    return found.group(1) if found else "eu-west-3"


def function(name, qualifier, where):
    return get_backend("lambda")[ACCOUNT][where].get_function(name, qualifier)


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def container(version, where):
    """The port of the version's container; started where it is not there yet."""
    settings = version.get_configuration()
    key = version.code["ImageUri"], json.dumps(settings.get("Environment", {}), sort_keys=True)
    with lock:
        if key not in running:
            port = str(free_port())
            command = [part if part != "8080" else port for part in settings["ImageConfigResponse"]["ImageConfig"]["Command"]]
            # On Lambda the role gives credentials and the region is set.
            environment = settings.get("Environment", {}).get("Variables", {}) | {
                "AWS_REGION": where, "AWS_ENDPOINT_URL": endpoint, "AWS_ACCESS_KEY_ID": "role", "AWS_SECRET_ACCESS_KEY": "role", "AWS_SESSION_TOKEN": "role",
                "AWS_LAMBDA_FUNCTION_NAME": settings["FunctionName"],
            }
            flags = [flag for name, value in environment.items() for flag in ("--env", f"{name}={value}")]
            started = docker("run", "--detach", "--network", "host", "--read-only", "--memory", f"{settings['MemorySize']}m", *flags, version.code["ImageUri"], *command)
            with (folder / "containers").open("a") as ids:
                ids.write(started + "\n")
            wait_until_ready(int(port), started)
            running[key] = int(port)
        return running[key]


def docker(*arguments):
    done = subprocess.run(["docker", *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stdout)
    return done.stdout.strip()


def wait_until_ready(port, started):
    end = time.monotonic() + READY_WITHIN
    while True:
        try:
            if ask(port, "GET", "/healthz", {}, b"")[0] == 200:
                return
        except OSError:
            pass
        if docker("inspect", "--format", "{{.State.Running}}", started) != "true":
            raise RuntimeError("it ended: " + docker("logs", "--tail", "5", started))
        if time.monotonic() > end:
            raise RuntimeError(f"not ready within {READY_WITHIN} s")
        time.sleep(0.05)


def ask(port, method, path, headers, body):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=29)
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        connection.close()


def invoke(version, where, event):
    """A version 2.0 event of the gateway to the version's container, its answer in that form."""
    http_request = event["requestContext"]["http"]
    path = event.get("rawPath") or http_request["path"]
    if event.get("rawQueryString"):
        path += "?" + event["rawQueryString"]
    body = event.get("body") or ""
    body = base64.b64decode(body) if event.get("isBase64Encoded") else body.encode()
    status, headers, body = ask(container(version, where), http_request["method"], path, event.get("headers", {}), body)
    return {"statusCode": status, "headers": headers, "isBase64Encoded": True, "body": base64.b64encode(body).decode()}


def answer_invocation(request, name):
    where = region(request)
    version = function(name.split(":function:")[-1].split(":")[0], request.args.get("Qualifier"), where)
    try:
        answer, error = invoke(version, where, json.loads(request.get_data() or b"{}")), {}
    except (RuntimeError, OSError, KeyError) as problem:
        answer, error = {"errorMessage": str(problem)}, {"X-Amz-Function-Error": "Unhandled"}
    return Response(json.dumps(answer), content_type="application/json", headers={"X-Amz-Executed-Version": str(version.version)} | error)


def matches(route, method, path):
    wanted, pattern = route.split(" ", 1)
    pattern = re.sub(r"\\\{[^}]*\\\+\\\}", ".+", re.escape(pattern))
    return wanted in ("ANY", method) and re.fullmatch(pattern, path) is not None


def answer_gateway(request, api_id, path):
    """The route, its target's function, its alias; 404 where no route has the path, as the gateway has it."""
    for where, backend in get_backend("apigatewayv2")[ACCOUNT].items():
        api = backend.apis.get(api_id)
        if api is None:
            continue
        for route in api.routes.values():
            if not matches(route.route_key, request.method, path):
                continue
            if route.authorization_type not in (None, "NONE"):
                return Response('{"message":"Unauthorized"}', 401)
            integration = api.integrations[route.target.split("/")[-1]]
            name, qualifier = re.search(r":function:([^:/]+):([^:/]+)/", integration.integration_uri).groups()
            event = {
                "rawPath": path, "rawQueryString": request.query_string.decode(), "headers": dict(request.headers),
                "requestContext": {"http": {"method": request.method}},
                "isBase64Encoded": True, "body": base64.b64encode(request.get_data()).decode(),
            }
            answer = invoke(function(name, qualifier, where), where, event)
            headers = {k: v for k, v in answer["headers"].items() if k.lower() not in ("content-length", "transfer-encoding", "connection")}
            return Response(base64.b64decode(answer["body"]), answer["statusCode"], headers)
        return Response('{"message":"Not Found"}', 404)
    return Response('{"message":"no such API"}', 404)


def hold(request):
    """Keeps a request that FOLDER/hold names waiting."""
    try:
        pattern = (folder / "hold").read_text().strip()
    except FileNotFoundError:
        return
    if re.search(pattern, request):
        (folder / "held").write_text(request)
        end = time.monotonic() + HELD_AT_MOST
        while (folder / "hold").exists() and time.monotonic() < end:
            time.sleep(0.02)


class Front:
    def __init__(self, moto):
        self.moto = moto

    def __call__(self, environ, start_response):
        path = environ["PATH_INFO"]
        hold(f"{environ['REQUEST_METHOD']} {path}")
        if found := INVOCATION.match(path):
            return answer_invocation(Request(environ), found[1])(environ, start_response)
        if found := GATEWAY.match(path):
            return answer_gateway(Request(environ), found[1], found[2])(environ, start_response)
        return self.moto(environ, start_response)


class Quiet(WSGIRequestHandler):
    """A line a request, without what it carries."""

    def log_request(self, code="-", size="-"):
        self.log("info", "%s %s %s", self.command, self.headers.get("X-Amz-Target", self.path.split("?")[0]), code)


server = make_server("127.0.0.1", 0, Front(DomainDispatcherApplication(create_backend_app)), threaded=True, request_handler=Quiet)
endpoint = f"http://127.0.0.1:{server.port}"
(folder / "endpoint").write_text(endpoint)
server.serve_forever()
