package dev.corvid.inference.internal.constraint;

/// One of a set of words, such as the values of an `enum`, as far as it has been read.
record Word(Words words) implements Node {
  @Override
  public void read(int b, Frame rest, Threads out) {
    Words after = words.child(b);
    if (after == null) {
      return;
    }
    if (after.goesOn()) {
      out.add(new Word(after), rest);
    }
    if (after.ends()) {
      rest.resume(out);
    }
  }

  @Override
  public long shortest() {
    return words.shortest();
  }

  @Override
  public void close(Closing out) {
    out.bytes(words.best().bytes());
  }
}
