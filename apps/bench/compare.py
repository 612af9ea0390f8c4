"""Corvid beside llama.cpp on one machine, in turns, so that both meet the same weather.

python3 compare.py MODEL.gguf [-p 512] [-n 64] [-r 3] [-t 2]       (needs llama-cpp-python; run it where ./corvid lies)

Prints each turn, then the medians and their ratio. Each turn is a process of its own.
"""
import argparse, json, os, statistics, subprocess, sys

here = os.path.dirname(os.path.abspath(__file__))
corvid = os.path.join(here, "..", "..", "corvid")
arguments = argparse.ArgumentParser()
arguments.add_argument("model")
arguments.add_argument("-p", default="512")
arguments.add_argument("-n", default="64")
arguments.add_argument("-r", type=int, default=3)
arguments.add_argument("-t", default="2")
given = arguments.parse_args()
sizes = ["-p", given.p, "-n", given.n, "-r", "1", "-t", given.t]
commands = {
    "corvid": [corvid, "bench", "inference", "--model", given.model, "--json", *sizes],
    "llama.cpp": [sys.executable, os.path.join(here, "llama-cpp.py"), given.model, *sizes],
}
turns = {name: [] for name in commands}
for _ in range(given.r):
    for name, command in commands.items():
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if done.returncode:
            sys.exit(f"{name} failed:\n{done.stdout}{done.stderr}")
        result = json.loads(done.stdout)
        turns[name].append(result)
        print("%-10s prefill %8.1f  decode %7.1f tokens/s  load %5.2f s  peak %6.0f MB" % (
            name, *(result[k]["tokens_per_s"]["median"] for k in ("prefill", "decode")), result["load_s"], (result["peak_rss_bytes"] or 0) / 1e6), flush=True)
for kind in ("prefill", "decode"):
    ours, theirs = (statistics.median(t[kind]["tokens_per_s"]["median"] for t in turns[name]) for name in commands)
    print(f"{kind:8} corvid {ours:.1f}  llama.cpp {theirs:.1f}  ratio {ours / theirs:.2f}")
