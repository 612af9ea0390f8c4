package dev.corvid.inference.internal.constraint;

import java.util.List;

/// An object: its declared properties in their order, the optional ones or not, then others if the
/// schema says what they may be.
final class ObjectNode implements Composite {
  private final List<Property> properties;
  private final Node extra;
  private long shortest = NEVER;

  /// By the number of properties that are past: the least number of bytes from after a member to
  /// the end, the keys that may come next, and whether the object may end.
  private final long[] rest;

  private final Words[] keys;
  private final boolean[] mayEnd;
  private Words declared = Words.NONE;

  /// @param key as it is written, colon included
  record Property(byte[] key, Node value, boolean required) {
    long least() {
      return Node.sum(key.length, value.shortest());
    }
  }

  /// @param extra what properties that are not declared may be, [Choice#of()] if there are none
  ObjectNode(List<Property> properties, Node extra) {
    this.properties = List.copyOf(properties);
    this.extra = extra;
    int past = this.properties.size() + 1;
    this.rest = new long[past];
    this.keys = new Words[past];
    this.mayEnd = new boolean[past];
  }

  @Override
  public boolean relax() {
    long before = shortest;
    long inner = 0;
    for (Property property : properties) {
      if (property.required()) {
        inner = Node.sum(inner, property.least() + (inner == 0 ? 0 : 1));
      }
    }
    shortest = Node.sum(inner, 2);
    return shortest < before;
  }

  @Override
  public void complete() {
    int at = properties.size();
    rest[at] = 1;
    keys[at] = Words.NONE;
    mayEnd[at] = true;
    for (at--; at >= 0; at--) {
      Property property = properties.get(at);
      boolean required = property.required();
      rest[at] = required ? Node.sum(property.least() + 1, rest[at + 1]) : rest[at + 1];
      mayEnd[at] = !required && mayEnd[at + 1];
      Words later = required ? Words.NONE : keys[at + 1];
      long weight = Node.sum(property.value().shortest(), rest[at + 1]);
      keys[at] = weight < NEVER ? later.with(property.key(), at, weight) : later;
      declared = declared.with(property.key(), at, 0);
    }
  }

  Node extra() {
    return extra;
  }

  Property property(int index) {
    return properties.get(index);
  }

  int size() {
    return properties.size();
  }

  /// The first property from `past` on that must come.
  int nextRequired(int past) {
    int at = past;
    while (!properties.get(at).required()) {
      at++;
    }
    return at;
  }

  /// The keys that may come after `past` properties, none behind the first required one.
  Words keys(int past) {
    return keys[past];
  }

  /// All declared keys.
  Words declared() {
    return declared;
  }

  boolean mayEnd(int past) {
    return mayEnd[past];
  }

  boolean mayHaveExtra(int past) {
    return mayEnd[past] && extra.shortest() < NEVER;
  }

  /// The least number of bytes from after a member to the end of the object.
  long rest(int past) {
    return rest[past];
  }

  @Override
  public void read(int b, Frame rest, Threads out) {
    if (b == '{') {
      out.add(new Member(this, 0, Phase.FIRST), rest);
    }
  }

  @Override
  public long shortest() {
    return shortest;
  }

  @Override
  public void close(Closing out) {
    out.bytes("{").node(new Member(this, 0, Phase.FIRST));
  }
}
