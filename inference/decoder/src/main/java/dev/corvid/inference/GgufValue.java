package dev.corvid.inference;

/// A metadata value of a GGUF file. Strings and arrays are known by their place in the file.
sealed interface GgufValue {
  int FLOAT32 = 6;
  int BOOL = 7;
  int STRING = 8;
  int ARRAY = 9;

  /// How the value reads in a message.
  String describe();

  record Whole(long value) implements GgufValue {
    @Override
    public String describe() {
      return Long.toString(value);
    }
  }

  record Real(double value) implements GgufValue {
    @Override
    public String describe() {
      return Double.toString(value);
    }
  }

  record Flag(boolean value) implements GgufValue {
    @Override
    public String describe() {
      return Boolean.toString(value);
    }
  }

  /// A string of `bytes` bytes at `offset`.
  record Text(long offset, long bytes) implements GgufValue {
    @Override
    public String describe() {
      return "a string";
    }
  }

  /// An array of `count` elements that takes `bytes` bytes at `offset`.
  record Array(int type, int count, long offset, long bytes) implements GgufValue {
    boolean isInt32() {
      return type == 4 || type == 5;
    }

    @Override
    public String describe() {
      return "an array of %d elements of GGUF type %d".formatted(count, type);
    }
  }

  /// Bytes of an element of that type; 0 for strings, arrays and unknown types.
  static int width(int type) {
    return switch (type) {
      case 0, 1, BOOL -> 1;
      case 2, 3 -> 2;
      case 4, 5, FLOAT32 -> 4;
      case 10, 11, 12 -> 8;
      default -> 0;
    };
  }
}
