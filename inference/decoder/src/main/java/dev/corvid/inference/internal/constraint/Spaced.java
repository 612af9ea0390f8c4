package dev.corvid.inference.internal.constraint;

/// A node with at most one space before it.
record Spaced(Node node) implements Node {
  @Override
  public void enter(Frame rest, Threads out) {
    node.enter(rest, out);
    out.add(this, rest);
  }

  @Override
  public void read(int b, Frame rest, Threads out) {
    if (b == ' ') {
      node.enter(rest, out);
    }
  }

  @Override
  public long shortest() {
    return node.shortest();
  }

  @Override
  public void close(Closing out) {
    out.node(node);
  }
}
