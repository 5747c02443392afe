#!/usr/bin/env python3
"""Signatures of AWS requests as botocore makes them, for Tests/CurlHTTPTests.

    Scripts/sigv4-vectors.py           writes Tests/Fixtures/aws/signatures.json
    Scripts/sigv4-vectors.py --check   fails where the file is not what botocore says

The keys are the ones of AWS's own documentation.
"""
import datetime
import json
import pathlib
import sys
from unittest import mock

import botocore.auth
import botocore.awsrequest
import botocore.credentials

FILE = pathlib.Path(__file__).resolve().parent.parent / "Tests/Fixtures/aws/signatures.json"
ACCESS, SECRET = "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
NOW = datetime.datetime(2026, 1, 31, 12, 34, 56, tzinfo=datetime.timezone.utc)
BEDROCK = "https://bedrock-runtime.eu-west-3.amazonaws.com/model/"

CASES = [
    # name, service, region, method, url, headers, body, session token
    ("parameter store", "ssm", "eu-west-3", "POST", "https://ssm.eu-west-3.amazonaws.com/",
     {"Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": "AmazonSSM.GetParameters"},
     '{"Names":["/pie/OPENAI_API_KEY"],"WithDecryption":true}', None),
    ("parameter store of a role", "ssm", "us-east-1", "POST", "https://ssm.us-east-1.amazonaws.com/",
     {"Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": "AmazonSSM.GetParameters"},
     '{"Names":["/pie/é"],"WithDecryption":true}', "IQoJb3JpZ2luX2VjE//////////wEaCXVzLWVhc3QtMSJHMEUCIQ=="),
    ("model id with a colon", "bedrock", "eu-west-3", "POST",
     BEDROCK + "eu.anthropic.claude-sonnet-4-5-20250929-v1%3A0/converse",
     {"Content-Type": "application/json", "Accept": "application/json"}, '{"messages":[]}', None),
    ("inference profile's ARN", "bedrock", "eu-west-3", "POST",
     BEDROCK + "arn%3Aaws%3Abedrock%3Aeu-west-3%3A123456789012%3Ainference-profile%2Feu.x-v1%3A0/converse",
     {"Content-Type": "application/json"}, '{"messages":[{"role":"user"}]}', "token"),
    ("port and query", "bedrock", "us-east-1", "POST",
     "http://127.0.0.1:8080/model/a%20b/converse?b=2&a=1&c", {"X-Blanks": "  a   b  "}, "", None),
    ("nothing sent", "ssm", "us-east-1", "GET", "https://ssm.us-east-1.amazonaws.com", {}, None, None),
]


def vector(name, service, region, method, url, headers, body, token):
    request = botocore.awsrequest.AWSRequest(method=method, url=url, headers=headers, data=body.encode() if body is not None else None)
    credentials = botocore.credentials.Credentials(ACCESS, SECRET, token)
    with mock.patch.object(botocore.auth, "get_current_datetime", return_value=NOW, create=True), \
            mock.patch.object(botocore.auth, "datetime", wraps=datetime, create=True) as clock:
        clock.datetime = mock.Mock(wraps=datetime.datetime, utcnow=lambda: NOW.replace(tzinfo=None), now=lambda tz=None: NOW)
        botocore.auth.SigV4Auth(credentials, service, region).add_auth(request)
    assert request.context["timestamp"] == "20260131T123456Z", request.context["timestamp"]
    return {"name": name, "service": service, "region": region, "method": method, "url": url, "headers": headers, "body": body,
            "session_token": token, "authorization": request.headers["Authorization"]}


def main():
    document = {"access_key": ACCESS, "secret_key": SECRET, "seconds": int(NOW.timestamp()), "vectors": [vector(*case) for case in CASES]}
    text = json.dumps(document, indent=1, ensure_ascii=False) + "\n"
    if sys.argv[1:] == ["--check"]:
        if FILE.read_text(encoding="utf-8") != text:
            sys.exit(f"error: {FILE.name} is not what botocore signs; run Scripts/sigv4-vectors.py and look at the difference")
        return
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text(text, encoding="utf-8")


main()
