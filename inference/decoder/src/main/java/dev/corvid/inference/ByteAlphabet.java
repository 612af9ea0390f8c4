package dev.corvid.inference;

import java.util.Arrays;

/// GPT-2's alphabet: each byte has a printable character, so that a vocabulary is printable text.
/// The printable bytes of Latin-1 stand for themselves, the others are numbered from U+0100 on.
final class ByteAlphabet {
  private static final int SIZE = 256;
  private static final char[] CHARACTERS = new char[SIZE];
  private static final short[] BYTES = new short[2 * SIZE];

  static {
    Arrays.fill(BYTES, (short) -1);
    int next = SIZE;
    for (int b = 0; b < SIZE; b++) {
      CHARACTERS[b] = (char) (isPrintable(b) ? b : next++);
      BYTES[CHARACTERS[b]] = (short) b;
    }
  }

  private ByteAlphabet() {}

  static char character(int b) {
    return CHARACTERS[b];
  }

  /// The byte of a character, or -1 if it has none.
  static int byteOf(int character) {
    return character < BYTES.length ? BYTES[character] : -1;
  }

  private static boolean isPrintable(int b) {
    return b >= '!' && b <= '~' || b >= 0xA1 && b <= 0xAC || b >= 0xAE;
  }
}
