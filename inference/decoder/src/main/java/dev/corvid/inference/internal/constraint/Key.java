package dev.corvid.inference.internal.constraint;

/// The key of a declared property as far as it has been read; its colon belongs to it.
record Key(ObjectNode object, Words words) implements Node {
  @Override
  public void read(int b, Frame rest, Threads out) {
    Words after = words.child(b);
    if (after == null) {
      return;
    }
    if (after.ends()) {
      Node value = object.property(after.index()).value();
      Frame then = out.on(new Member(object, after.index() + 1, Phase.AFTER), rest);
      new Spaced(value).enter(then, out);
    } else {
      out.add(new Key(object, after), rest);
    }
  }

  @Override
  public long shortest() {
    return words.shortest();
  }

  @Override
  public void close(Closing out) {
    Words.Path path = words.best();
    out.bytes(path.bytes())
        .node(object.property(path.index()).value())
        .node(new Member(object, path.index() + 1, Phase.AFTER));
  }
}
