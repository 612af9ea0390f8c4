package dev.corvid.inference.internal.constraint;

/// A place between the members of an object.
///
/// @param past how many of the declared properties cannot come any more
record Member(ObjectNode object, int past, Phase phase) implements Node {
  @Override
  public void read(int b, Frame rest, Threads out) {
    switch (phase) {
      case FIRST -> {
        end(b, rest, out);
        key(b, rest, out);
      }
      case AFTER -> {
        end(b, rest, out);
        if (b == ',') {
          out.add(new Member(object, past, Phase.COMMA), rest);
        }
      }
      case COMMA -> {
        if (b == ' ') {
          out.add(new Member(object, past, Phase.SPACED), rest);
        }
        key(b, rest, out);
      }
      case SPACED -> key(b, rest, out);
    }
  }

  private void end(int b, Frame rest, Threads out) {
    if (b == '}' && object.mayEnd(past)) {
      rest.resume(out);
    }
  }

  private void key(int b, Frame rest, Threads out) {
    if (b == '"') {
      Words keys = object.keys(past).child('"');
      if (keys != null) {
        out.add(new Key(object, keys), rest);
      }
      if (object.mayHaveExtra(past)) {
        out.add(FreeKey.of(object), rest);
      }
    }
  }

  @Override
  public long shortest() {
    return switch (phase) {
      case FIRST -> object.mayEnd(past) ? 1 : object.rest(past) - 1;
      case AFTER -> object.rest(past);
      case COMMA, SPACED -> Math.min(object.keys(past).shortest(), free());
    };
  }

  private long free() {
    return object.mayHaveExtra(past) ? Node.sum(1, FreeKey.of(object).shortest()) : NEVER;
  }

  @Override
  public void close(Closing out) {
    switch (phase) {
      case FIRST -> required(out, "");
      case AFTER -> required(out, ",");
      case COMMA, SPACED -> {
        if (object.keys(past).shortest() <= free()) {
          new Key(object, object.keys(past)).close(out);
        } else {
          out.bytes("\"").node(FreeKey.of(object));
        }
      }
    }
  }

  private void required(Closing out, String separator) {
    if (object.mayEnd(past)) {
      out.bytes("}");
    } else {
      int next = object.nextRequired(past);
      out.bytes(separator)
          .bytes(object.property(next).key())
          .node(object.property(next).value())
          .node(new Member(object, next + 1, Phase.AFTER));
    }
  }
}
