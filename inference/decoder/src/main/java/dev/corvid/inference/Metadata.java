package dev.corvid.inference;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The key–value pairs of a [ModelFile], typed. Each getter has a form that fails on an absent key
/// and one with a fallback; a value of the wrong type fails in both. Strings and arrays are decoded
/// when they are asked for, so that a vocabulary of 150,000 tokens costs nothing until then.
/// Thread-safe.
public final class Metadata {
  private final Path path;
  private final GgufValues values;
  private final Map<String, GgufValue> entries;

  Metadata(Path path, GgufValues values, Map<String, GgufValue> entries) {
    this.path = path;
    this.values = values;
    this.entries = Collections.unmodifiableMap(entries);
  }

  /// All keys in the file's order.
  public Set<String> keys() {
    return entries.keySet();
  }

  public boolean has(String key) {
    return entries.containsKey(key);
  }

  /// @throws ModelFileException if the key is absent or its value is no string
  public String string(String key) {
    return string(key, required(key));
  }

  /// @throws ModelFileException if the value is no string
  public String string(String key, String fallback) {
    GgufValue value = entries.get(key);
    return value == null ? fallback : string(key, value);
  }

  /// An integer of any width and sign.
  ///
  /// @throws ModelFileException if the key is absent or its value is no integer that fits an `int`
  public int integer(String key) {
    return integer(key, required(key));
  }

  /// @throws ModelFileException if the value is no integer that fits an `int`
  public int integer(String key, int fallback) {
    GgufValue value = entries.get(key);
    return value == null ? fallback : integer(key, value);
  }

  /// A floating-point number of either width, or an integer.
  ///
  /// @throws ModelFileException if the key is absent or its value is no finite number
  public double number(String key) {
    return number(key, required(key));
  }

  /// @throws ModelFileException if the value is no finite number
  public double number(String key, double fallback) {
    GgufValue value = entries.get(key);
    return value == null ? fallback : number(key, value);
  }

  /// @throws ModelFileException if the value is no boolean
  public boolean flag(String key, boolean fallback) {
    return switch (entries.get(key)) {
      case null -> fallback;
      case GgufValue.Flag(boolean value) -> value;
      case GgufValue other -> throw mismatch(key, "a boolean", other);
    };
  }

  /// An array of strings; empty if the key is absent.
  ///
  /// @throws ModelFileException if the value is no array of strings
  public StringTable strings(String key) {
    return switch (entries.get(key)) {
      case null -> StringTable.EMPTY;
      case GgufValue.Array array when array.type() == GgufValue.STRING ->
          values.strings(key, array);
      case GgufValue other -> throw mismatch(key, "an array of strings", other);
    };
  }

  /// An array of 32-bit integers, in a new array; empty if the key is absent.
  ///
  /// @throws ModelFileException if the value is no array of 32-bit integers
  public int[] integers(String key) {
    return switch (entries.get(key)) {
      case null -> new int[0];
      case GgufValue.Array array when array.isInt32() -> values.integers(key, array);
      case GgufValue other -> throw mismatch(key, "an array of 32-bit integers", other);
    };
  }

  /// An array of 32-bit floating-point numbers, in a new array; empty if the key is absent.
  ///
  /// @throws ModelFileException if the value is no array of 32-bit floating-point numbers
  public float[] floats(String key) {
    return switch (entries.get(key)) {
      case null -> new float[0];
      case GgufValue.Array array when array.type() == GgufValue.FLOAT32 ->
          values.floats(key, array);
      case GgufValue other -> throw mismatch(key, "an array of 32-bit floats", other);
    };
  }

  private String string(String key, GgufValue value) {
    if (value instanceof GgufValue.Text text) {
      return values.string(key, text);
    }
    throw mismatch(key, "a string", value);
  }

  private int integer(String key, GgufValue value) {
    if (value instanceof GgufValue.Whole(long number) && number == (int) number) {
      return (int) number;
    }
    throw mismatch(key, "an integer from -2^31 to 2^31 - 1", value);
  }

  private double number(String key, GgufValue value) {
    return switch (value) {
      case GgufValue.Whole(long number) -> number;
      case GgufValue.Real(double number) when Double.isFinite(number) -> number;
      case GgufValue other -> throw mismatch(key, "a finite number", other);
    };
  }

  private GgufValue required(String key) {
    @Nullable GgufValue value = entries.get(key);
    if (value == null) {
      throw new ModelFileException(
          path,
          "metadata key '%s' is missing".formatted(key),
          "The file holds another kind of model or only a part of one: name another model.");
    }
    return value;
  }

  private ModelFileException mismatch(String key, String rule, GgufValue value) {
    return ModelFileException.damaged(
        path, "metadata key '%s' must be %s, is %s".formatted(key, rule, value.describe()));
  }
}
