package dev.corvid.inference;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A byte-level vocabulary of 256 bytes, a few merges and special tokens, for files that tests
/// write themselves.
final class TinyVocabulary {
  static final int START = 260;
  static final int END = 261;
  static final int TOOL = 262;

  private TinyVocabulary() {}

  /// Tokens 0 to 255 are the bytes; then `he`, `ll`, `hell`, `hello`, the control tokens
  /// `<|start|>`
  /// and `<|end|>`, and the user-defined `<tool>`.
  static GgufWriter writer(String preTokenizer) {
    List<String> tokens = new ArrayList<>();
    for (int b = 0; b < 256; b++) {
      tokens.add(String.valueOf(ByteAlphabet.character(b)));
    }
    tokens.addAll(List.of("he", "ll", "hell", "hello", "<|start|>", "<|end|>", "<tool>"));
    int[] types = new int[tokens.size()];
    Arrays.fill(types, 1);
    types[START] = 3;
    types[END] = 3;
    types[TOOL] = 4;
    return new GgufWriter()
        .string("tokenizer.ggml.model", "gpt2")
        .string("tokenizer.ggml.pre", preTokenizer)
        .strings("tokenizer.ggml.tokens", tokens)
        .integers("tokenizer.ggml.token_type", types)
        .strings("tokenizer.ggml.merges", List.of("h e", "l l", "he ll", "hell o"))
        .unsigned("tokenizer.ggml.bos_token_id", START)
        .unsigned("tokenizer.ggml.eos_token_id", END);
  }

  static Tokenizer tokenizer(Path folder) throws IOException {
    try (ModelFile file = ModelFile.open(writer("qwen2").writeTo(folder.resolve("tiny.gguf")))) {
      return Tokenizer.of(file);
    }
  }
}
