package dev.corvid.inference;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The tokens of a byte-level vocabulary: texts, kinds, and an index from text to token.
final class Vocabulary {
  private static final int ABSENT = -1;

  /// What a token is, as `tokenizer.ggml.token_type` numbers it from 1 on.
  enum Kind {
    NORMAL,
    UNKNOWN,
    CONTROL,
    USER_DEFINED,
    UNUSED
  }

  private static final Kind[] KINDS = Kind.values();

  private final StringTable texts;
  private final byte[] kinds;

  /// Open addressing; a slot holds a token plus one, 0 is free.
  private final int[] slots;

  private final int[] byteTokens = new int[256];

  private Vocabulary(StringTable texts, byte[] kinds) {
    this.texts = texts;
    this.kinds = kinds;
    this.slots = new int[Integer.highestOneBit(Math.max(16, texts.size())) * 4];
    for (int token = 0; token < texts.size(); token++) {
      index(token);
    }
    for (int b = 0; b < 256; b++) {
      byte[] text = Character.toString(ByteAlphabet.character(b)).getBytes(StandardCharsets.UTF_8);
      byteTokens[b] = find(text, 0, text.length, text, 0, 0);
    }
  }

  static Vocabulary of(ModelFile file) {
    StringTable texts = file.metadata().strings("tokenizer.ggml.tokens");
    if (texts.size() == 0) {
      throw ModelFileException.damaged(file.path(), "tokenizer.ggml.tokens must not be empty");
    }
    return new Vocabulary(texts, kinds(file, texts.size()));
  }

  private static byte[] kinds(ModelFile file, int size) {
    int[] numbers = file.metadata().integers("tokenizer.ggml.token_type");
    if (numbers.length != size && numbers.length != 0) {
      throw ModelFileException.damaged(
          file.path(),
          "tokenizer.ggml.token_type must have %d elements like tokens, has %d"
              .formatted(size, numbers.length));
    }
    byte[] kinds = new byte[size];
    for (int i = 0; i < numbers.length; i++) {
      // Type 6 marks the byte tokens of SentencePiece; in this vocabulary it means nothing special.
      kinds[i] = (byte) (numbers[i] >= 1 && numbers[i] <= KINDS.length ? numbers[i] - 1 : 0);
    }
    return kinds;
  }

  int size() {
    return texts.size();
  }

  Kind kind(int token) {
    return KINDS[kinds[token]];
  }

  /// The token's text as the file has it.
  String text(int token) {
    return texts.get(token);
  }

  /// The bytes that a normal token stands for. A character outside the byte alphabet stands for
  /// itself.
  byte[] decoded(int token) {
    String text = texts.get(token);
    ByteList bytes = new ByteList();
    text.codePoints()
        .forEach(
            c -> {
              int b = ByteAlphabet.byteOf(c);
              if (b >= 0) {
                bytes.add(b);
              } else {
                bytes.addUtf8(c);
              }
            });
    return bytes.toArray();
  }

  /// The token of a single byte, or -1 if the vocabulary lacks it.
  int ofByte(byte value) {
    return byteTokens[value & 0xFF];
  }

  /// The token whose text is the bytes `[from, to)` of `head` followed by `[tailFrom, tailTo)` of
  /// `tail`, or -1.
  int find(byte[] head, int from, int to, byte[] tail, int tailFrom, int tailTo) {
    int slot = slot(hash(hash(0, head, from, to), tail, tailFrom, tailTo));
    while (slots[slot] != 0) {
      int token = slots[slot] - 1;
      if (matches(token, head, from, to, tail, tailFrom, tailTo)) {
        return token;
      }
      slot = slot + 1 & slots.length - 1;
    }
    return ABSENT;
  }

  private boolean matches(
      int token, byte[] head, int from, int to, byte[] tail, int tailFrom, int tailTo) {
    int start = texts.start(token);
    int middle = start + to - from;
    return texts.end(token) - start == to - from + tailTo - tailFrom
        && Arrays.equals(texts.bytes(), start, middle, head, from, to)
        && Arrays.equals(texts.bytes(), middle, texts.end(token), tail, tailFrom, tailTo);
  }

  /// Of two tokens with the same text the later one counts, as in llama.cpp.
  private void index(int token) {
    byte[] bytes = texts.bytes();
    int from = texts.start(token);
    int to = texts.end(token);
    int slot = slot(hash(0, bytes, from, to));
    while (slots[slot] != 0 && !matches(slots[slot] - 1, bytes, from, to, bytes, 0, 0)) {
      slot = slot + 1 & slots.length - 1;
    }
    slots[slot] = token + 1;
  }

  private int slot(int hash) {
    return (hash ^ hash >>> 15) & slots.length - 1;
  }

  private static int hash(int seed, byte[] bytes, int from, int to) {
    int hash = seed;
    for (int i = from; i < to; i++) {
      hash = (hash + bytes[i]) * 0x01000193;
      hash ^= hash >>> 13;
    }
    return hash;
  }
}
