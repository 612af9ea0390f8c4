"""What `./corvid bench inference --json` prints, for llama.cpp through llama-cpp-python.

python3 llama-cpp.py MODEL.gguf [-p 512] [-n 64] [-r 3] [-t 2]

Prefill: the prompt's tokens in one batch, from an empty context. Decode: one token at a time, from an empty context. One round that is not counted
comes first, as in llama-bench.
"""
import argparse, json, os, statistics, time
from llama_cpp import Llama

arguments = argparse.ArgumentParser()
arguments.add_argument("model")
arguments.add_argument("-p", type=int, default=512)
arguments.add_argument("-n", type=int, default=64)
arguments.add_argument("-r", type=int, default=3)
arguments.add_argument("-t", type=int, default=2)
given = arguments.parse_args()

start = time.perf_counter()
model = Llama(given.model, n_ctx=given.p + given.n + 64, n_threads=given.t, n_threads_batch=given.t, n_batch=512, flash_attn=True, verbose=False)
load = time.perf_counter() - start
tokens = [(i * 7919) % 20000 + 100 for i in range(max(given.p, given.n))]


def round_trip():
    model.reset()
    begin = time.perf_counter()
    model.eval(tokens[:given.p])
    prefill = given.p / (time.perf_counter() - begin)
    model.reset()
    begin = time.perf_counter()
    for i in range(given.n):
        model.eval([tokens[i]])
    return prefill, given.n / (time.perf_counter() - begin)


def speed(count, values):
    return {"tokens": count, "tokens_per_s": {"min": min(values), "median": statistics.median(values), "max": max(values)}}


round_trip()
prefill, decode = zip(*[round_trip() for _ in range(given.r)])
peak = next((int(l.split()[1]) * 1024 for l in open("/proc/self/status") if l.startswith("VmHWM:")), None) if os.path.exists("/proc/self/status") else None
print(json.dumps({
    "model": os.path.basename(given.model), "bytes": os.path.getsize(given.model), "threads": given.t,
    "prefill": speed(given.p, prefill), "decode": speed(given.n, decode), "load_s": load, "peak_rss_bytes": peak}))
