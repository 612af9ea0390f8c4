"""Writes calls with the verdicts of BFCL's own checker, one JSON object per line, for CallCheckerTests.

    pip download --no-deps bfcl-eval==2026.3.23 && unzip -q bfcl_eval-*.whl
    PYTHONPATH=. python calls.py > ../resources/dev/corvid/eval/calls.jsonl

writes the small golden file about functions made up here. To compare over many more cases:

    PYTHONPATH=. python calls.py BFCL_FOLDER MUTATIONS SEED [ITEMS.jsonl…] > /tmp/cases.jsonl
    CORVID_CALL_CASES=/tmp/cases.jsonl ./mvnw -pl apps/eval -am test -Dtest=CallCheckerTests

takes the accepted calls of a BFCL folder, so many seeded mutations of each, and what `eval calls`
wrote into its items. Where the original stops with an exception the verdict is false. Functions and
answers stand in a line only where they differ from those of the line before.
"""

import collections
import copy
import json
import pathlib
import random
import re
import sys
import types

# The table of models imports every vendor's client; of it the checker needs one flag.
models = types.ModuleType("bfcl_eval.constants.model_config")
models.MODEL_CONFIG_MAPPING = collections.defaultdict(lambda: types.SimpleNamespace(underscore_to_dot=True))
sys.modules["bfcl_eval.constants.model_config"] = models
from bfcl_eval.constants.enums import Language  # noqa: E402
from bfcl_eval.eval_checker.ast_eval.ast_checker import ast_checker  # noqa: E402

FUNCTIONS = [
    {
        "name": "zoo.feed",
        "description": "Feed animals.",
        "parameters": {
            "type": "dict",
            "properties": {
                "animal": {"type": "string", "description": "Which one."},
                "grams": {"type": "float", "description": "How much."},
                "times": {"type": "integer", "description": "How often."},
                "quietly": {"type": "boolean", "description": "Without a bell."},
                "note": {"type": "any", "description": "Anything."},
            },
            "required": ["animal", "grams"],
        },
    },
    {
        "name": "zoo_plan",
        "description": "Plan a day.",
        "parameters": {
            "type": "dict",
            "properties": {
                "stops": {"type": "array", "items": {"type": "string"}, "description": "Where."},
                "hours": {"type": "array", "items": {"type": "integer"}, "description": "When."},
                "at": {"type": "tuple", "items": {"type": "float"}, "description": "Place."},
                "guide": {"type": "dict", "properties": {"name": {"type": "string"}, "age": {"type": "integer"}}, "description": "Who."},
                "guests": {"type": "array", "items": {"type": "dict", "properties": {"name": {"type": "string"}}}, "description": "Who comes."},
            },
            "required": ["stops"],
        },
    },
]
FEED = {"zoo.feed": {"animal": ["jack-daw", "Corvus monedula"], "grams": [12.5, 12], "times": ["", 3], "quietly": ["", True], "note": ["", "it's late", 7]}}
CROW = {"zoo.feed": {"animal": ["crow"], "grams": [30.0], "times": [2]}}
PLAN = {
    "zoo_plan": {
        "stops": [["Aviary", "Lake, east"], ["Aviary"]],
        "hours": ["", [9, 11]],
        "at": ["", [1.5, 2.0]],
        "guide": ["", {"name": ["Ann Lee", "A. Lee"], "age": [30, ""]}],
        "guests": ["", [{"name": ["Bo"]}, {"name": ["Cy", "Cyrus"]}]],
    }
}
OWN = [
    ("multiple", FUNCTIONS, [FEED]),
    ("multiple", FUNCTIONS, [PLAN]),
    ("parallel", FUNCTIONS[:1], [FEED, CROW]),
    ("parallel_multiple", FUNCTIONS, [CROW, PLAN, FEED]),
]


def right(value, rng):
    """One value as accepted: inside dictionaries each key has a list of accepted values."""
    if isinstance(value, dict):
        chosen = {k: rng.choice(v) if isinstance(v, list) else v for k, v in value.items()}
        return {k: right(v, rng) for k, v in chosen.items() if v != "" or rng.random() < 0.05}
    if isinstance(value, list):
        return [right(v, rng) for v in value]
    return value


def gold(answers, rng):
    calls = []
    for answer in answers:
        (name, parameters), = answer.items()
        arguments = {}
        for parameter, accepted in parameters.items():
            value = rng.choice(accepted)
            if value != "":
                arguments[parameter] = right(value, rng)
        calls.append({"name": re.sub(r"\.", "_", name), "arguments": arguments})
    return calls


def other(value, rng):
    """The value a little changed, or something else."""
    if isinstance(value, bool):
        return rng.choice([not value, int(value), str(value).lower(), None])
    if isinstance(value, int):
        return rng.choice([value + 1, float(value), value + 0.5, str(value), -value, [value], bool(value), 10**20])
    if isinstance(value, float):
        return rng.choice([int(value), value * 2, str(value), value + 1e-9, [value], None])
    if isinstance(value, str):
        return rng.choice([value.upper(), value.lower(), value + ".", value.replace(" ", ""), value.replace(" ", "_"), f" {value} ", value.replace("'", '"'),
                           value + "x", "", [value], {"value": value}, 5, None, value[:-1], value.replace(",", " and"), "\u0130" + value])
    if isinstance(value, list):
        changed = copy.deepcopy(value)
        kind = rng.randrange(7)
        if kind == 0:
            changed = changed[::-1]
        elif kind == 1:
            changed = changed[1:]
        elif kind == 2:
            changed = changed + changed[:1]
        elif kind == 3 and changed:
            at = rng.randrange(len(changed))
            changed[at] = other(changed[at], rng)
        elif kind == 4:
            changed = []
        elif kind == 5:
            changed = ", ".join(map(str, changed))
        else:
            changed = [changed]
        return changed
    if isinstance(value, dict):
        changed = copy.deepcopy(value)
        kind = rng.randrange(5)
        if kind == 0 and changed:
            changed.pop(rng.choice(list(changed)))
        elif kind == 1 and changed:
            key = rng.choice(list(changed))
            changed[key] = other(changed[key], rng)
        elif kind == 2:
            changed["extra"] = 1
        elif kind == 3:
            changed = {}
        else:
            changed = [changed]
        return changed
    return rng.choice([0, "", [], {}])


def mutated(calls, functions, rng):
    calls = copy.deepcopy(calls)
    for _ in range(rng.choice([0, 1, 1, 1, 2, 3])):
        kind = rng.randrange(12)
        call = rng.choice(calls) if calls else {"name": "none", "arguments": {}}
        arguments = call["arguments"]
        if kind < 5 and arguments:
            key = rng.choice(list(arguments))
            arguments[key] = other(arguments[key], rng)
        elif kind == 5 and arguments:
            arguments.pop(rng.choice(list(arguments)))
        elif kind == 6:
            properties = rng.choice(functions)["parameters"]["properties"]
            name = rng.choice(list(properties) or ["nothing"])
            arguments[name] = rng.choice([1, 1.0, "x", True, [], ["x"], [1], {}, [{}], None, ""])
        elif kind == 7:
            rng.shuffle(calls)
        elif kind == 8 and calls:
            calls.remove(call)
        elif kind == 9:
            calls.append(copy.deepcopy(call))
        elif kind == 10:
            call["name"] = rng.choice([rng.choice(functions)["name"].replace(".", "_"), call["name"].upper(), call["name"] + "_"])
        elif kind == 11 and len(arguments) > 1:
            a, b = rng.sample(list(arguments), 2)
            arguments[a], arguments[b] = arguments[b], arguments[a]
    return calls


def verdict(category, functions, calls, answers):
    output = [{call["name"]: call["arguments"]} for call in calls]
    if "parallel" not in category and "multiple" not in category and not output:
        return False
    try:
        return ast_checker(functions, output, answers, Language.PYTHON, category, "model")["valid"]
    except Exception:
        return False


def write(category, functions, answers, calls, counts, last={}):
    calls = json.loads(json.dumps(calls))
    valid = verdict(category, functions, calls, answers)
    counts[valid] += 1
    given = {"category": category, "functions": functions, "answers": answers}
    line = {k: v for k, v in given.items() if last.get(k) != v}
    last.update(given)
    print(json.dumps(line | {"calls": calls, "valid": valid}, ensure_ascii=False))


def folder(path, mutations, rng, items, counts):
    written = [json.loads(line) for file in items for line in open(file, encoding="utf8")]
    for answers in sorted(pathlib.Path(path, "possible_answer").glob("*.jsonl")):
        if "java" in answers.name:
            continue
        lines = lambda file: [json.loads(line) for line in open(file, encoding="utf8") if line.strip()]
        cases = {case["id"]: case for case in lines(pathlib.Path(path, answers.name))}
        for answer in lines(answers):
            functions, truth = cases[answer["id"]]["function"], answer["ground_truth"]
            for i in range(mutations):
                calls = gold(truth, rng)
                write(answers.stem, functions, truth, calls if i == 0 else mutated(calls, functions, rng), counts)
            for item in written:
                if item["id"] == answer["id"]:
                    write(answers.stem, functions, truth, item["calls"], counts)


def main():
    counts = collections.Counter()
    if len(sys.argv) > 3:
        folder(sys.argv[1], int(sys.argv[2]), random.Random(int(sys.argv[3])), sys.argv[4:], counts)
    else:
        rng = random.Random(7)
        for category, functions, answers in OWN:
            for i in range(48):
                calls = gold(answers, rng)
                write(category, functions, answers, calls if i == 0 else mutated(calls, functions, rng), counts)
    print(f"{counts[True]} right, {counts[False]} wrong", file=sys.stderr)


main()
