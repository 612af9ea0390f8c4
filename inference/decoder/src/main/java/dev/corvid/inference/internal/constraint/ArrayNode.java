package dev.corvid.inference.internal.constraint;

/// An array of `least` to `most` items of one kind.
final class ArrayNode implements Composite {
  static final int UNBOUNDED = Integer.MAX_VALUE;

  private final Node item;
  private final int least;
  private final int most;
  private long shortest = NEVER;

  ArrayNode(Node item, int least, int most) {
    this.item = item;
    this.least = least;
    this.most = most;
  }

  @Override
  public boolean relax() {
    long before = shortest;
    shortest = least > most ? NEVER : Node.sum(1, Element.first(this).shortest());
    return shortest < before;
  }

  Node item() {
    return item;
  }

  boolean mayEnd(int count) {
    return count >= least;
  }

  boolean mayGoOn(int count) {
    return count < most && item.shortest() < NEVER;
  }

  /// One more than `count`, as far as the number still matters.
  int more(int count) {
    return most == UNBOUNDED ? Math.min(count + 1, least) : count + 1;
  }

  /// The least number of bytes from after an item to the end.
  long rest(int count) {
    long missing = Math.max(0, (long) least - count);
    return Node.sum(missing * Node.sum(item.shortest(), 1), 1);
  }

  @Override
  public void read(int b, Frame rest, Threads out) {
    if (b == '[') {
      Element.first(this).enter(rest, out);
    }
  }

  @Override
  public long shortest() {
    return shortest;
  }

  @Override
  public void close(Closing out) {
    out.bytes("[").node(Element.first(this));
  }
}
