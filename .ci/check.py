"""Checks what `corvid … --json` printed.

check.py cited|unknown FILE           of ask
check.py answer FILE EXPECTED         of ask
check.py waits FILE LOG               of run: one write waits, and was not sent; prints the run's id
check.py did FILE LOG BODY PATTERN    of runs resume: the write was sent once, with this body
check.py session FILE EXPECTED…       what a session printed: each answer says what is expected
"""

import json
import re
import sys


def check_shape(result):
    for field, kind in {
        "answer": str, "status": str, "citations": list, "passages": list, "index": dict,
        "usage": dict, "timings_ms": dict, "model": str,
    }.items():
        assert isinstance(result.get(field), kind), f"{field} must be a {kind.__name__}: {result}"
    assert result["status"] in ("answered", "unsupported", "unknown"), result["status"]
    assert set(result["index"]) >= {"embedded", "pending"}, result["index"]
    assert set(result["usage"]) == {"prompt_tokens", "cached_tokens", "completion_tokens"}
    for name in ("start", "load", "index", "retrieve", "prefill", "decode", "total"):
        assert result["timings_ms"][name] >= 0, name
    assert bool(result["citations"]) == (result["status"] != "unknown"), "citations and status"
    for passage in result["passages"]:
        assert passage["document"] and passage["text"], passage
        assert passage["end"] - passage["start"] == utf16(passage["text"]), passage
    for citation in result["citations"]:
        check_citation(citation, result["passages"])


def check_citation(citation, passages):
    """The quote must stand in the document, word for word, where the citation says."""
    quote = citation["quote"]
    assert citation["verified"] is True and len(quote.split()) >= 5, citation
    assert citation["end"] - citation["start"] == utf16(quote), citation
    assert any(quote in p["text"] for p in passages if p["document"] == citation["document"])
    if not citation["document"].endswith((".pdf", ".html")):
        with open(citation["document"], encoding="utf-8", newline="") as file:
            assert quote in file.read(), f"not verbatim in {citation['document']}: {quote!r}"


def utf16(text):
    return len(text.encode("utf-16-le")) // 2


def writes(log):
    with open(log, encoding="utf-8") as lines:
        requests = [json.loads(line) for line in lines]
    return [request for request in requests if request["method"] != "GET"]


def check_run(result):
    for field, kind in {
        "run": str, "task": str, "status": str, "answer": str, "citations": list, "plan": list,
        "steps": list, "usage": dict, "timings_ms": dict,
    }.items():
        assert isinstance(result.get(field), kind), f"{field} must be a {kind.__name__}: {result}"
    for step in result["steps"]:
        for call in step["calls"]:
            assert set(call) == {"tool", "arguments", "status", "result"}, call


def waits(result, log):
    check_run(result)
    assert result["status"] == "approval", result
    waiting = result["waiting"]
    assert waiting["method"] == "POST" and waiting["decide"] == ["yes", "no"], waiting
    assert writes(log) == [], writes(log)
    print(result["run"])


def did(result, log, body, pattern):
    check_run(result)
    assert result["status"] == "done" and "waiting" not in result, result
    sent = writes(log)
    assert [request["method"] for request in sent] == ["POST"], sent
    assert json.loads(sent[0]["body"]) == json.loads(body), sent
    assert re.search(pattern, result["answer"], re.IGNORECASE), result["answer"]
    print(f"{result['status']}: {result['answer']}")
    print(f"  {result['plan']} {result['timings_ms']}")


def asked(what, result, *expected):
    check_shape(result)
    if what == "cited":
        assert result["citations"], result
    if what == "answer":
        assert result["status"] == "answered", result
        assert expected[0] in result["answer"], result["answer"]
        assert any(expected[0] in c["quote"] for c in result["citations"]), result["citations"]
    if what == "unknown":
        assert result["status"] == "unknown", result
    print(f"{result['status']}: {result['answer']}")
    for c in result["citations"]:
        print(f"  [{c['n']}] {c['document'].rsplit('/', 1)[-1]} {c.get('page', '')}: {c['quote']}")
    print(f"  {result['timings_ms']}")


def session(text, *expected):
    answers = [line for line in text.splitlines() if re.search(r"[^\]] \[1\]$", line)]
    print("\n".join(answers))
    assert len(answers) == len(expected), text
    for answer, wanted in zip(answers, expected):
        assert re.search(wanted, answer), answer


def main(what, path, *more):
    with open(path, encoding="utf-8") as file:
        if what == "session":
            return session(file.read(), *more)
        result = json.load(file)
    if what == "waits":
        waits(result, *more)
    elif what == "did":
        did(result, *more)
    else:
        asked(what, result, *more)


if __name__ == "__main__":
    main(*sys.argv[1:])
