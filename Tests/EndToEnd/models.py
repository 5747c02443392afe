"""A note read by a model that a stub server plays: what comes out, what is asked again, what fails, and where no word may turn up.

usage: models.py PIE FOLDER   (FOLDER: empty, for all that is written). One line a check; exit 1 where one failed.
"""
import http.server
import json
import os
import pathlib
import signal
import subprocess
import sys
import threading

PIE, WORK = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2]).resolve()
CANARY, KEY = "Zanzibarquetzal", "sk-canary-Okapikey7391"
NOTE = f"""Patiente : Mme {CANARY}
ANTÉCÉDENTS
Pas de diabète.
TRAITEMENT À L'ENTRÉE
ZESTRYL 5 mg 1 cp le matin
"""
ZESTRYL = {
    "quotes": ["ZESTRYL 5 mg 1 cp le matin"], "lines": [5], "name": "ZESTRYL", "list": "home", "status": "active", "strength": "5 mg",
    "quantity": "1 cp", "frequency": "le matin",
}
DIABETES = {
    "quotes": ["Pas de diabète"], "lines": [3], "name": "diabète", "kind": "disorder", "polarity": "absent", "certainty": "certain",
    "time": "history", "subject": "patient",
}
failures = 0


def check(name, holds, detail=""):
    global failures
    failures += not holds
    print(f"ok    {name}" if holds else f"FAIL  {name}\n      {detail}")


class Stub(http.server.ThreadingHTTPServer):
    """Answers each chat completion with the next reply: text, (status, body), or None for no answer at all."""

    def __init__(self, replies):
        self.replies, self.asked, self.arrived, self.over = list(replies), [], threading.Event(), threading.Event()
        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def do_GET(self):
        self.reply(200, {"object": "list", "data": [{"id": "stub-model", "object": "model"}]})

    def do_POST(self):
        self.server.asked.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
        answer = self.server.replies[min(len(self.server.asked), len(self.server.replies)) - 1]
        self.server.arrived.set()
        if answer is None:
            self.server.over.wait(60)
            return
        if isinstance(answer, tuple):
            return self.reply(*answer)
        if isinstance(answer, dict):
            answer = json.dumps(answer, ensure_ascii=False)
        self.reply(200, completion(answer))

    def reply(self, status, body):
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def completion(text, finish="stop", refusal=None):
    return {
        "id": "1", "object": "chat.completion", "created": 1, "model": "stub-model-1",
        "choices": [{"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": text, "refusal": refusal}}],
        "usage": {"prompt_tokens": 700, "completion_tokens": 50, "total_tokens": 750},
    }


ENVIRONMENT = {**os.environ, "COMPATIBLE_API_KEY": KEY, "HOME": str(WORK / "home"), "XDG_CONFIG_HOME": str(WORK / "config"), "no_proxy": "127.0.0.1"}
outputs, errors = [], []


def command(server, *arguments):
    url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    return [PIE, "extract", "note.txt", "--provider", "compatible", "--base-url", url, "--model", "stub-model", "--format", "json", *arguments]


def run(replies, *arguments):
    server = Stub(replies)
    done = subprocess.run(command(server, *arguments), cwd=WORK, env=ENVIRONMENT, capture_output=True, text=True, timeout=120)
    server.shutdown()
    errors.append(done.stderr)
    record = json.loads(done.stdout) if done.returncode == 0 else None
    return done, record, server.asked


(WORK / "home").mkdir()
(WORK / "config").mkdir()
(WORK / "note.txt").write_text(NOTE, encoding="utf-8")

done, record, asked = run([{"medications": [ZESTRYL], "problems": [DIABETES]}])
check("a model's answer is a record", record is not None and record["medications"][0]["daily_dose"] == {"value": 5, "unit": "mg"}, done.stderr)
if record:
    (WORK / "record.json").write_text(done.stdout, encoding="utf-8")
    check("the engine is the one that answered", (record["engine"]["name"], record["engine"]["model"]) == ("compatible", "stub-model-1"))
    check("the codes are pie's", record["medications"][0]["codes"] == [{"system": "atc", "code": "C09AA03"}])
    check("usage is counted", record["engine"]["usage"]["input_tokens"] == 700)
check("the schema goes along", bool(asked) and asked[0]["response_format"]["type"] == "json_schema")
check("the note is numbered", bool(asked) and "5| ZESTRYL 5 mg" in asked[0]["messages"][-1]["content"])

wrong = {**ZESTRYL, "strength": "50 mg"}
done, record, asked = run([{"medications": [wrong]}, {"medications": [ZESTRYL]}])
check("a wrong dose is asked again", record is not None and len(record["medications"]) == 1 and len(asked) == 2, done.stderr)
done, record, asked = run([{"medications": [wrong], "problems": [{**DIABETES, "polarity": "present"}]}])
check("what stays wrong is in no list", record is not None and record["medications"] == [] and record["problems"] == [] and len(asked) == 3, done.stderr)
check("it is counted and named", record is not None and record["engine"]["grounding"]["rejected"] == 2 and len(record["warnings"]) >= 2)
done, record, _ = run([{"medications": [wrong]}], "--ungrounded", "flag")
check("flag lists it apart", record is not None and record["medications"] == [] and record["ungrounded"][0]["category"] == "medications", done.stderr)

done, _, asked = run([(200, completion(None, refusal="I will not."))])
check("a refusal is no empty record", done.returncode == 69 and "refused" in done.stderr and len(asked) == 1, f"{done.returncode} {done.stderr}")
done, _, _ = run([(200, completion("", finish="content_filter"))])
check("neither is a filter", done.returncode == 69 and "filter" in done.stderr, f"{done.returncode} {done.stderr}")
done, _, asked = run(["no JSON at all"])
check("no JSON, three times", done.returncode == 69 and len(asked) == 3, f"{done.returncode} {done.stderr}")
done, _, _ = run([(401, {"error": {"message": f"bad key {KEY}", "type": "invalid_request_error", "code": "invalid_api_key"}})])
check("a bad key is the user's to mend", done.returncode == 78, f"{done.returncode} {done.stderr}")

(WORK / "pie.yaml").write_text("fallback: [offline]\n", encoding="utf-8")
done, record, _ = run([(200, completion(None, refusal="I will not."))])
check("the fallback answers, and says so", record is not None and record["engine"]["name"] == "offline" and any(w["code"] == "engine_fallback" for w in record["warnings"]), done.stderr)
(WORK / "pie.yaml").unlink()

server = Stub([None])
child = subprocess.Popen(command(server), cwd=WORK, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
server.arrived.wait(60)
child.send_signal(signal.SIGINT)
try:
    out, said = child.communicate(timeout=20)
    errors.append(said)
    check("Ctrl-C ends a call", child.returncode == 130 and out == "", f"{child.returncode} {said}")
except subprocess.TimeoutExpired:
    child.kill()
    child.communicate()
    check("Ctrl-C ends a call", False, "it went on for 20 seconds")
server.over.set()
server.shutdown()

said = "".join(errors)
check("standard error has no word of the note and no key", CANARY not in said and KEY not in said and "ZESTRYL" not in said)
written = [p for p in WORK.rglob("*") if p.is_file() and p.name not in ("note.txt", "record.json")]
held = [p.name for p in written if any(word in p.read_bytes() for word in (CANARY.encode(), KEY.encode(), b"ZESTRYL"))]
check("no file has", not held and not any(CANARY in p.name or KEY in p.name for p in WORK.rglob("*")), str(held))
sys.exit(failures > 0)
