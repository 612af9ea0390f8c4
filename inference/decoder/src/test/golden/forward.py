"""Write what llama.cpp computes for fixed token ids, as the decoder's golden values.

    pip install llama-cpp-python==0.3.36
    python forward.py NAME.gguf > ../resources/dev/corvid/inference/forward-NAME.json

Activations are rounded to 8 bits by llama.cpp in every product with quantised weights, so logits
agree only within the tolerance that ForwardGoldenTests states.
"""

import json
import pathlib
import sys

import numpy as np
from llama_cpp import Llama

PROMPT = (
    "Corvids are birds that hide food and find it again. In one experiment, scrub jays hid worms "
    "and peanuts in different places, and later went first to the places where the worms were still "
    "fresh. The researchers concluded that the birds remembered what they had hidden, where they had "
    "hidden it, and when. A second group of researchers repeated the experiment with magpies and"
)
CONTINUATION = " found the same result in most of them."
PROMPT_TOKENS = 64
GREEDY_TOKENS = 32


def log_softmax(row):
    row = row.astype(np.float64)
    return row - row.max() - np.log(np.exp(row - row.max()).sum())


def main(path):
    model = Llama(path, n_ctx=512, n_batch=512, logits_all=True, verbose=False)
    prompt = model.tokenize(PROMPT.encode(), add_bos=False, special=False)[:PROMPT_TOKENS]
    assert len(prompt) == PROMPT_TOKENS, len(prompt)
    model.eval(prompt)
    logits = np.array(model.scores[PROMPT_TOKENS - 1])
    top = [int(i) for i in np.argsort(-logits)[:5]]
    greedy, margins = [], []
    for step in range(GREEDY_TOKENS):
        row = model.scores[model.n_tokens - 1]
        order = np.argsort(-row)[:2]
        greedy.append(int(order[0]))
        margins.append(round(float(row[order[0]] - row[order[1]]), 4))
        model.eval([greedy[-1]])
    model.reset()
    continuation = model.tokenize(CONTINUATION.encode(), add_bos=False, special=False)
    model.eval(prompt + continuation)
    scores = [
        round(float(log_softmax(np.array(model.scores[PROMPT_TOKENS - 1 + i]))[token]), 4)
        for i, token in enumerate(continuation)
    ]
    golden = {
        "model": pathlib.Path(path).stem,
        "prompt": prompt,
        "top": top,
        "topLogits": [round(float(logits[i]), 4) for i in top],
        "greedy": greedy,
        "margins": margins,
        "continuation": continuation,
        "logProbabilities": scores,
    }
    lines = [f'  {json.dumps(key)}: {json.dumps(value)}' for key, value in golden.items()]
    print("{\n" + ",\n".join(lines) + "\n}")


main(sys.argv[1])
