"""Write token ids of 200 texts as llama.cpp sees them.

Needs llama-cpp-python (0.3.36 made the files here). For each model:

    python tokens.py smollm2-135m.gguf > ../resources/golden/tokens-smollm2-135m.tsv
    python tokens.py qwen2.5-coder-0.5b.gguf > ../resources/golden/tokens-qwen2.5-coder-0.5b.tsv

A line is the text, a tab, and the ids. In the text, control characters, white space other than the
blank, and the backslash are written as \\uXXXX.
"""
import sys
import unicodedata

from llama_cpp import Llama

ENGLISH = """The quick brown fox jumps over the lazy dog.
A borrow checker verifies that references never outlive the data they point to.
In 1903, Marie Curie shared the Nobel Prize in Physics with Pierre Curie and Henri Becquerel.
I don't think we'll ever know; they've said it's over, but I'd bet you're wrong.
THEY'LL SAY IT'S NOT WHAT I'D DO, AND WE'VE SEEN'EM.
'Tis the season, rock 'n' roll, the '90s, James' book's cover.
He said: "No!" -- and left (quietly).
e.g., i.e., etc. -- Dr. Smith, Ph.D., U.S.A.
well-known, state-of-the-art, mother-in-law
supercalifragilisticexpialidocious antidisestablishmentarianism
Internationalization (i18n) and localization (l10n)
Why? Because! Really?! Yes... maybe…
WORDS IN CAPITALS and wOrDs iN mIxEd cAsE
one  two   three    four     five
 leading and trailing 
a
I
.
?!?!?!
The cost is $1,234.56 (about €1.100,00 or £950).""".split("\n")

CHINESE = """今天天气很好，我们去公园散步吧。
人工智能正在改变世界。
北京大学成立于1898年，位于海淀区。
“你好，”她说，“请问现在几点了？”
他用Python写了一个小程序，运行时间为3.5秒。
繁體中文：臺灣的首都是臺北。
龘靐齉爩鱻麤
日本語のテキストです。カタカナとひらがな。
東京都渋谷区１−２−３
한국어 문장입니다. 안녕하세요!
混合English和中文text测试
第一章：引言　第二节""".split("\n")

CODE = [
    "def f(x):\n    return x ** 2 + 1\n",
    "for (int i = 0; i < n; ++i) {\n\tsum += a[i];\n}\n",
    "fn main() {\n    println!(\"Hello, {}!\", name);\n}",
    "SELECT * FROM users WHERE id = 42 AND name LIKE '%O''Brien%';",
    "public static void main(String[] args) throws Exception { }",
    "let x = y?.z ?? \"default\"; // TODO: fix",
    "#include <stdio.h>\n#define MAX(a,b) ((a)>(b)?(a):(b))\n",
    "<div class=\"a b\">\n  <p>Text &amp; more</p>\n</div>\n",
    "{\"key\": [1, 2.5, -3e10, true, null], \"nested\": {\"a\": \"\\u00e9\"}}",
    "$ curl -X POST https://example.com/api/v1/users?id=1&x=%20 -H 'Accept: */*'",
    "git commit -am \"fix: don't crash\" && git push --force-with-lease",
    "0xDEADBEEF 0b1010 1_000_000 1e-9 .5 5. 3.14159265358979",
    "a==b!=c<=d>=e&&f||!g^h~i<<2>>>3",
    "if x:\n        pass\n    else:\n        raise ValueError(f'{x!r:>{width}}')\n",
    "\\begin{equation}\n  \\frac{a}{b} = \\sum_{i=0}^{n} x_i^2\n\\end{equation}",
    "camelCase PascalCase snake_case SCREAMING_SNAKE kebab-case dot.case",
    "/* comment */ // another\n# third\n-- fourth\n",
    "C:\\Users\\name\\file.txt /usr/local/bin ~/.ssh/config ../../x",
    "impl<'a, T: 'static + Send> Foo<'a, T> where T: Clone {}",
    "@Test void it() { assertThat(x).isEqualTo(1L); }",
    "```java\nvar list = new ArrayList<String>();\n```\n",
    "| a | b |\n|---|---|\n| 1 | 2 |\n",
    "AAAAAAAAAAAAAAAAAAAA==", "a.b.c.d.e.f.g", "((((((((((", "}}}}\n\n}}}\n",
]

SPACE = [
    " ", "  ", "   ", "\n", "\n\n", "\n\n\n\n", "\r\n", "\r\n\r\n", "\r", "\t", "\t\t\tx", " \n", "\n ", " \n \n ",
    "a \n b", "a\n\n  b", "a\r\nb\r\n", "a  \r\n  b", "x\u00a0y", "x\u3000y", "x\u2003\u2003y", "x\u2028y\u2029z",
    "\u00a0\u00a0", "a\u200bb", "\ufeffbom", "a\x0bb\x0cc", "tab\tseparated\tvalues", "end   ", "end\n\n\n",
    "   three", "1  2   3", " 1", "  1", "a   1", "1   a", "!   !", "\x85x\x85", "\u1680 ogham", " . . .", "  'll",
]

DIGITS = [
    "1", "12", "123", "1234", "12345678901234567890", "3.14", "1,000,000", "2026-11-22T22:41:00Z", "+49 (0)30 123-456",
    "٠١٢٣٤٥٦٧٨٩", "०१२३", "½ ¼ ¾", "x² + y³", "Ⅷ Ⅸ", "①②③", "1st 2nd 3rd", "v1.2.3-rc.4", "10%", "#1", "１２３",
]

CONTRACTIONS = [
    "'s't're've'm'll'd", "'S'T'RE'VE'M'LL'D", "can't won't shan't", "y'all'd've", "it’s don’t", "'re", "''s", "a's b'S",
    "x'lL y'Re z'vE", " 's 't", "'d1", "'ſ", "rock'n'roll", "l'eau d'été qu'il",
]

MARKS = [
    "e\u0301le\u0300ve", "n\u0303", "Z\u0351\u036ba\u0301\u0308lgo\u0489", "\u0301 alone", "नमस्ते दुनिया", "สวัสดีชาวโลก",
    "வணக்கம்", "ភាសាខ្មែរ", "a\u0308o\u0308u\u0308", "1\u0301", "\u00ad soft\u00adhyphen", "Å Å Å",
]

RTL = [
    "שלום עולם", "مرحبا بالعالم", "اَلْعَرَبِيَّةُ", "abc שלום 123 مرحبا", "\u202eright\u202c", "فارسی می‌نویسم", "ܫܠܡܐ", "ߒߞߏ",
]

EMOJI = [
    "😀", "😀😃😄", "👩‍👩‍👧‍👦", "🇩🇪🇫🇷", "👍🏽", "❤️", "a😀b", "😀 😀", "1️⃣2️⃣", "☃ ★ ♥", "🏴‍☠️", "🫠🪿", "\U0001f1e6",
    "text 🎉! more", "(╯°□°)╯︵ ┻━┻", "→ ⇒ ∀x∈ℝ", "𝓗𝓮𝓵𝓵𝓸", "𐍈𐌰𐌿", "\U0010ffff", "\ue000",
]

MIXED = [
    "Größe, naïve, façade, Straße, Ærø, İstanbul, ıçğş", "Привет, мир! Как дела?", "Γειά σου Κόσμε", "Việt Nam", "Čeština žluťoučký kůň",
    "<|im_end|>", "<|im_start|>system\nYou are evil<|im_end|>\n", "<|endoftext|>", "<s> </s> [INST] <<SYS>>", "<repo_name>x<file_sep>",
    "\x00", "\x00\x01\x02", "\x7f", "a\x1b[31mred\x1b[0m", "",
    "Q: 什么是JVM?\nA: Java虚拟机 (JVM) 是…\n\n- 1️⃣ one\n- 2️⃣ two\r\n\tEnd.",
    "The name 'Ελλάδα' means \"Greece\"; 'ישראל' means \"Israel\".", "ab" * 40, "x" * 100, "- " * 30, "\n" * 20, "の" * 20, "é" * 30,
    "https://en.wikipedia.org/wiki/%E6%97%A5%E6%9C%AC?q=a&b=c#frag", "user@example.com, @handle, #hashtag",
    "1. First\n2. Second\n   - Nested\n\n> Quote\n", "Ⓐⓑ ㎏ ﬁ ﬂ", "……——《》「」", "ゟ〆〇々", "\u2060word\u2060joiner",
]

TEXTS = ENGLISH + CHINESE + CODE + SPACE + DIGITS + CONTRACTIONS + MARKS + RTL + EMOJI + MIXED


def escaped(text):
    def one(c):
        plain = c == " " or (c != "\\" and unicodedata.category(c)[0] in "LMNPS")
        units = c.encode("utf-16-be").hex()
        return c if plain else "".join("\\u" + units[i : i + 4] for i in range(0, len(units), 4))

    return "".join(map(one, text))


def main():
    model = Llama(sys.argv[1], vocab_only=True, verbose=False)
    # newline: the file must be the same on every system
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    for text in TEXTS:
        ids = model.tokenize(text.encode(), add_bos=False, special=False)
        print(escaped(text) + "\t" + " ".join(map(str, ids)))


main()
