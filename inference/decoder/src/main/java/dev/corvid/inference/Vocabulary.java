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

  /// By token, the hash of its text.
  private final int[] hashes;

  private final int[] byteTokens = new int[256];

  private Vocabulary(StringTable texts, byte[] kinds) {
    this.texts = texts;
    this.kinds = kinds;
    this.slots = new int[Integer.highestOneBit(Math.max(16, texts.size())) * 4];
    this.hashes = new int[texts.size()];
    for (int token = 0; token < texts.size(); token++) {
      index(token);
    }
    for (int b = 0; b < 256; b++) {
      byte[] text = Character.toString(ByteAlphabet.character(b)).getBytes(StandardCharsets.UTF_8);
      byteTokens[b] = find(hash(0, text, 0, text.length), text, 0, text.length, 0, 0);
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

  /// The token whose text is that of `left` followed by that of `right`, or -1.
  int ofPair(int left, int right) {
    byte[] bytes = texts.bytes();
    int from = texts.start(right);
    int to = texts.end(right);
    int hash = hash(hashes[left], bytes, from, to);
    return find(hash, bytes, texts.start(left), texts.end(left), from, to);
  }

  /// The hash of the token's text.
  int hash(int token) {
    return hashes[token];
  }

  /// Whether the token's text is the bytes `[from, to)`.
  boolean hasText(int token, byte[] bytes, int from, int to) {
    return Arrays.equals(texts.bytes(), texts.start(token), texts.end(token), bytes, from, to);
  }

  /// The token whose text is the bytes `[from, middle)` followed by `[tail, to)`, or -1.
  private int find(int hash, byte[] bytes, int from, int middle, int tail, int to) {
    for (int slot = slot(hash); slots[slot] != 0; slot = slot + 1 & slots.length - 1) {
      int token = slots[slot] - 1;
      int split = texts.start(token) + middle - from;
      if (hashes[token] == hash
          && texts.end(token) - split == to - tail
          && Arrays.equals(texts.bytes(), texts.start(token), split, bytes, from, middle)
          && Arrays.equals(texts.bytes(), split, texts.end(token), bytes, tail, to)) {
        return token;
      }
    }
    return ABSENT;
  }

  /// Of two tokens with the same text the later one counts, as in llama.cpp.
  private void index(int token) {
    byte[] bytes = texts.bytes();
    int from = texts.start(token);
    int to = texts.end(token);
    int hash = hash(0, bytes, from, to);
    hashes[token] = hash;
    int slot = slot(hash);
    while (slots[slot] != 0
        && !(hashes[slots[slot] - 1] == hash && hasText(slots[slot] - 1, bytes, from, to))) {
      slot = slot + 1 & slots.length - 1;
    }
    slots[slot] = token + 1;
  }

  private int slot(int hash) {
    int mixed = hash * 0x9E3779B9;
    return (mixed ^ mixed >>> 15) & slots.length - 1;
  }

  /// The hash of bytes that follow those whose hash is `seed`, 0 for none.
  static int hash(int seed, byte[] bytes, int from, int to) {
    int hash = seed;
    for (int i = from; i < to; i++) {
      hash = hash * 0x01000193 + bytes[i];
    }
    return hash;
  }
}
