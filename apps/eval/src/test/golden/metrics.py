"""The reference figures for the ranking measures, by PyPI's pytrec-eval-terrier.

python3 metrics.py                  rewrites ../resources/metrics (runs, judgements, expected figures)
python3 metrics.py RUN QRELS.tsv    prints the means for a run file that `eval retrieval --run` wrote
"""
import os, random, struct, sys
import pytrec_eval

MEASURES = {"ndcg_cut.10", "recall.100", "map", "recip_rank"}


def single(x):
    """trec_eval keeps scores in single precision."""
    return struct.unpack("f", struct.pack("f", x))[0]


def measure(run, qrels):
    evaluator = pytrec_eval.RelevanceEvaluator(qrels, MEASURES)
    scores = evaluator.evaluate(run)
    first_ten = {q: dict(sorted(d.items(), key=lambda e: (single(e[1]), e[0].encode()), reverse=True)[:10]) for q, d in run.items()}
    reciprocal = evaluator.evaluate(first_ten)
    return {q: (s["ndcg_cut_10"], s["recall_100"], reciprocal[q]["recip_rank"], s["map"]) for q, s in scores.items()}


def read_run(path):
    run = {}
    for line in open(path, encoding="utf8"):
        query, _, document, _, score, _ = line.split()
        run.setdefault(query, {})[document] = float(score)
    return run


def read_qrels(path):
    qrels = {}
    for line in open(path, encoding="utf8").read().split("\n")[1:]:
        if line:
            query, document, grade = line.split("\t")
            qrels.setdefault(query, {})[document] = int(grade)
    return qrels


def golden(seed, documents, found, ties):
    """Random judgements and scores: ties, unjudged documents, grades 0 to 3, queries without a hit."""
    rng = random.Random(seed)
    names = [f"{rng.choice(['d', 'D', 'é', ''])}{i}" for i in range(documents)]
    run, qrels = {}, {}
    for q in range(6):
        query = f"q{q}"
        qrels[query] = {d: rng.choice([0, 1, 1, 2, 3]) for d in rng.sample(names, rng.randint(1, documents // 3))}
        score = (lambda: rng.randint(0, 5)) if ties else (lambda: rng.gauss(0, 3))
        run[query] = {d: score() for d in rng.sample(names, found)}
    qrels["q0"] = {d: 0 for d in qrels["q0"]}
    run["q1"] = {d: s + (1e-9 * i) for i, (d, s) in enumerate(run["q1"].items())}
    return run, qrels


if len(sys.argv) == 3:
    scores = list(measure(read_run(sys.argv[1]), read_qrels(sys.argv[2])).values())
    for name, column in zip(("ndcg@10", "recall@100", "mrr@10", "map"), zip(*scores)):
        print(f"{name} {sum(column) / len(scores):.6f}")
    print("queries", len(scores))
else:
    folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "resources", "metrics")
    for name, settings in {"plain": (1, 40, 30, False), "ties": (2, 60, 40, True), "deep": (3, 180, 150, True)}.items():
        run, qrels = golden(*settings)
        with open(f"{folder}/{name}.run", "w", encoding="utf8") as out:
            for q, found in run.items():
                for rank, (d, s) in enumerate(found.items()):
                    out.write(f"{q} Q0 {d} {rank + 1} {s!r} golden\n")
        with open(f"{folder}/{name}.qrels.tsv", "w", encoding="utf8") as out:
            out.write("query-id\tcorpus-id\tscore\n")
            for q, grades in qrels.items():
                for d, g in grades.items():
                    out.write(f"{q}\t{d}\t{g}\n")
        with open(f"{folder}/{name}.expected.tsv", "w", encoding="utf8") as out:
            for q, scores in measure(run, qrels).items():
                out.write("\t".join([q] + [f"{s:.6f}" for s in scores]) + "\n")
