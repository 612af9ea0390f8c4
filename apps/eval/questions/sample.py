"""The questions that the refusal and the citations were tuned on, by id; reports leave them out with --exclude-ids.

python3 sample.py COLLECTION/queries.jsonl > xquad-en-tuning.txt
"""
import json, random, sys

queries = [json.loads(line) for line in open(sys.argv[1], encoding="utf8").read().split("\n") if line.strip()]
print("# random.Random(11).sample(queries, 30)")
print(*sorted(query["_id"] for query in random.Random(11).sample(queries, 30)), sep="\n")
