package dev.corvid.inference.internal.template;

import java.util.Arrays;

/// A string that knows of each character whether the template wrote it or it came with the data.
/// Two texts are equal if their characters are.
public final class Text {
  static final Text EMPTY = new Text("", new int[0]);

  private final String value;

  /// Ascending indexes at which template's text turns to data and back; it begins as template's.
  private final int[] flips;

  Text(String value, int[] flips) {
    this.value = value;
    this.flips = flips;
  }

  /// Text of a template.
  public static Text literal(String value) {
    return new Text(value, new int[0]);
  }

  /// Text that comes from outside.
  public static Text data(String value) {
    return new Text(value, new int[] {0});
  }

  public String value() {
    return value;
  }

  public int length() {
    return value.length();
  }

  /// Whether the template wrote all characters from `from` to before `to`.
  public boolean isLiteral(int from, int to) {
    int flipsBefore = flipsUpTo(from);
    return flipsBefore % 2 == 0 && flipsUpTo(to - 1) == flipsBefore;
  }

  /// Whether the character at `index` came with the data.
  boolean isData(int index) {
    return flipsUpTo(index) % 2 == 1;
  }

  /// Where the run of one origin that holds `index` ends.
  int runEnd(int index) {
    int next = flipsUpTo(index);
    return next < flips.length ? Math.min(flips[next], value.length()) : value.length();
  }

  Text slice(int from, int to) {
    return new TextBuilder().append(this, from, to).build();
  }

  Text concat(Text other) {
    return new TextBuilder().append(this).append(other).build();
  }

  private int flipsUpTo(int index) {
    int at = Arrays.binarySearch(flips, index);
    return at >= 0 ? at + 1 : -at - 1;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Text text && text.value.equals(value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return value;
  }
}
