package dev.corvid.inference.onnx;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;

/// The model's tokenizer: text to ids of word pieces. Thread-safe.
final class WordPieces implements AutoCloseable {
  // None of the model's 512 pieces is longer than 18 characters, and text has one space between
  // words: what lies beyond is never read, and a huge text must not be tokenized to learn that.
  private static final int READ_CHARACTERS = 32 * 1024;

  private final HuggingFaceTokenizer tokenizer;

  private WordPieces(HuggingFaceTokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  static WordPieces read(InputStream json) throws IOException {
    return new WordPieces(
        HuggingFaceTokenizer.newInstance(json, Map.of("truncation", "false", "padding", "false")));
  }

  /// Return the ids of `[CLS] text [SEP]`, at most `limit` of them: the text is cut, not the marks.
  long[] ids(String text, int limit) {
    String read = text.length() > READ_CHARACTERS ? text.substring(0, READ_CHARACTERS) : text;
    long[] ids = tokenizer.encode(read).getIds();
    if (ids.length <= limit) {
      return ids;
    }
    long[] cut = Arrays.copyOf(ids, limit);
    cut[limit - 1] = ids[ids.length - 1];
    return cut;
  }

  int count(String text) {
    return tokenizer.encode(text, false, false).getIds().length;
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
