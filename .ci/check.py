"""Checks what `corvid ask --json` printed: check.py cited|answer|unknown FILE [EXPECTED]."""

import json
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


def main(what, path, *expected):
    with open(path, encoding="utf-8") as file:
        result = json.load(file)
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


if __name__ == "__main__":
    main(*sys.argv[1:])
