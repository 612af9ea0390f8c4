package dev.corvid.inference.internal.constraint;

import org.jspecify.annotations.Nullable;

/// A stack of nodes: what may be read now and what follows it. Frames of one [Automaton] are equal
/// if they are the same object.
final class Frame {
  /// The end of the text.
  static final Frame END = new Frame(Choice.of(), null, 0);

  private final Node node;
  private final @Nullable Frame rest;
  private final long shortest;

  private Frame(Node node, @Nullable Frame rest, long shortest) {
    this.node = node;
    this.rest = rest;
    this.shortest = shortest;
  }

  static Frame of(Node node, Frame rest) {
    return new Frame(node, rest, Node.sum(node.shortest(), rest.shortest));
  }

  /// The number of bytes of the shortest text that ends the whole stack.
  long shortest() {
    return shortest;
  }

  void read(int b, Threads out) {
    if (rest != null) {
      node.read(b, rest, out);
    }
  }

  /// Go on with this stack after what stood on it has ended.
  void resume(Threads out) {
    if (rest == null) {
      out.accept();
    } else {
      node.enter(rest, out);
    }
  }

  byte[] closing() {
    Closing closing = new Closing();
    for (Frame frame = this; frame.rest != null; frame = frame.rest) {
      closing.write(frame.node);
    }
    return closing.toByteArray();
  }
}
