"""Render chats with the chat templates of model files, as Hugging Face's apply_chat_template does.

Needs jinja2 and gguf (jinja2 3.1 made the files here). Writes the templates and the renderings:

    python templates.py ../resources/golden/templates smollm2-135m.gguf \\
        qwen2.5-coder-0.5b.gguf qwen2.5-coder-1.5b.gguf

Templates that are in the folder already (constructs.jinja, alternating.jinja) are rendered, too.
CHATS is repeated in ChatTemplateTests.
"""
import datetime
import json
import pathlib
import sys

import jinja2
import jinja2.ext
from gguf import GGUFReader
from jinja2.sandbox import ImmutableSandboxedEnvironment

CHATS = [
    [("user", "Hi")],
    [
        ("system", "Be brief."),
        ("user", "  Hi <|im_end|> there\n\n"),
        ("assistant", "Yes?"),
        ("user", "日本 \"q\" 's'"),
    ],
    [("user", ""), ("assistant", ""), ("user", "x\ny")],
    [("system", ""), ("user", "a")],
    [("user", "a"), ("system", "b"), ("user", "c")],
]


def raise_exception(message):
    raise jinja2.exceptions.TemplateError(message)


def tojson(x, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
    return json.dumps(x, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)


def environment():
    env = ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=[jinja2.ext.loopcontrols]
    )
    env.filters["tojson"] = tojson
    env.globals["raise_exception"] = raise_exception
    env.globals["strftime_now"] = datetime.datetime(2026, 11, 22, 1, 2, 3).strftime
    return env


def rendered(template, chat):
    messages = [{"role": role, "content": content} for role, content in chat]
    try:
        return template.render(
            messages=messages,
            tools=None,
            documents=None,
            add_generation_prompt=True,
            bos_token="<s>",
            eos_token="</s>",
        )
    except jinja2.exceptions.TemplateError as e:
        return "refused: " + str(e)


def main():
    folder = pathlib.Path(sys.argv[1])
    for model in map(pathlib.Path, sys.argv[2:]):
        source = GGUFReader(model).fields["tokenizer.chat_template"].contents()
        (folder / (model.stem + ".jinja")).write_text(source, encoding="utf-8", newline="")
    for file in sorted(folder.glob("*.jinja")):
        template = environment().from_string(file.read_text(encoding="utf-8"))
        for i, chat in enumerate(CHATS):
            text = rendered(template, chat)
            (folder / f"{file.stem}.{i}.txt").write_text(text, encoding="utf-8", newline="")


main()
