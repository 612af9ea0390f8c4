package dev.corvid.inference.internal.constraint;

import java.util.HashMap;
import java.util.Map;

/// The frames of one automaton, each once.
final class Frames {
  private final Map<Key, Frame> frames = new HashMap<>();

  private record Key(Node node, Frame rest) {}

  Frame of(Node node, Frame rest) {
    return frames.computeIfAbsent(new Key(node, rest), key -> Frame.of(node, rest));
  }

  void clear() {
    frames.clear();
  }
}
