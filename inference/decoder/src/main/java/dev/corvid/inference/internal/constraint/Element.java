package dev.corvid.inference.internal.constraint;

/// A place between the items of an array.
///
/// @param count how many items there are, as far as it matters
/// @param first whether the opening bracket was read last, otherwise an item
record Element(ArrayNode array, int count, boolean first) implements Node {
  static Element first(ArrayNode array) {
    return new Element(array, 0, true);
  }

  private Element next() {
    return new Element(array, array.more(count), false);
  }

  @Override
  public void enter(Frame rest, Threads out) {
    if (!first || array.mayEnd(count)) {
      out.add(this, rest);
    }
    if (first && array.mayGoOn(count)) {
      array.item().enter(out.on(next(), rest), out);
    }
  }

  @Override
  public void read(int b, Frame rest, Threads out) {
    if (b == ']' && array.mayEnd(count)) {
      rest.resume(out);
    } else if (b == ',' && !first && array.mayGoOn(count)) {
      new Spaced(array.item()).enter(out.on(next(), rest), out);
    }
  }

  @Override
  public long shortest() {
    return first && !array.mayEnd(count)
        ? Node.sum(array.item().shortest(), array.rest(count + 1))
        : array.rest(count);
  }

  @Override
  public void close(Closing out) {
    if (array.mayEnd(count)) {
      out.bytes("]");
    } else {
      out.bytes(first ? "" : ",").node(array.item()).node(next());
    }
  }
}
