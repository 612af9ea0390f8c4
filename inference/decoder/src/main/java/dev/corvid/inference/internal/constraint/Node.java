package dev.corvid.inference.internal.constraint;

/// A place in the grammar: knows which bytes may come and where they lead. Immutable once the
/// grammar is compiled; equal nodes accept the same texts.
interface Node {
  /// Longer than any text can be: nothing ends the node.
  long NEVER = 1L << 31;

  /// Come to this place with `rest` to follow: tell all the places where a byte can be read, which
  /// are others if this one stands for them or may be left without a byte.
  default void enter(Frame rest, Threads out) {
    out.add(this, rest);
  }

  /// Read one byte with `rest` to follow: tell the places after it, none if it may not come.
  void read(int b, Frame rest, Threads out);

  /// The number of bytes of the shortest text from here to the node's end, [#NEVER] if there is
  /// none.
  long shortest();

  /// Write that text.
  void close(Closing out);

  /// Do not add up to more than [#NEVER].
  static long sum(long a, long b) {
    return Math.min(NEVER, a + b);
  }
}
