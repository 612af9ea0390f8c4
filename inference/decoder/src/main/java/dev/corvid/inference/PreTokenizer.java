package dev.corvid.inference;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// Cuts text into the words inside which byte-pair encoding merges. Written out instead of as
/// regular expressions: linear, without recursion, and exactly as llama.cpp reads them.
enum PreTokenizer {
  /// `(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*`
  /// `|\s*[\r\n]+|\s+(?!\S)|\s+`
  QWEN2 {
    @Override
    void split(String text, int from, int to, Words words) {
      Qwen2Words.split(text, from, to, words);
    }
  },

  /// First each `\p{N}` apart, then GPT-2's
  /// `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`
  SMOLLM {
    @Override
    void split(String text, int from, int to, Words words) {
      int start = from;
      for (int i = from; i < to; ) {
        int end = i + Character.charCount(text.codePointAt(i));
        if (CharacterClass.isNumber(text.codePointAt(i))) {
          Gpt2Words.split(text, start, i, words);
          words.word(text, i, end);
          start = end;
        }
        i = end;
      }
      Gpt2Words.split(text, start, to, words);
    }
  };

  /// Takes the words of a text in their order.
  @FunctionalInterface
  interface Words {
    void word(String text, int from, int to);
  }

  /// Cut `[from, to)` of a text without lone surrogates into words, none of them empty.
  abstract void split(String text, int from, int to, Words words);

  /// The pre-tokenizer that GGUF calls `name`.
  static PreTokenizer named(Path path, String name) {
    for (PreTokenizer value : values()) {
      if (value.toString().equals(name)) {
        return value;
      }
    }
    String supported =
        Arrays.stream(values()).map(PreTokenizer::toString).collect(Collectors.joining(", "));
    throw new ModelFileException(
        path,
        "tokenizer.ggml.pre is '%s'; supported are %s".formatted(name, supported),
        "Name a model of another family, for instance Qwen2.5 or SmolLM2.");
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
