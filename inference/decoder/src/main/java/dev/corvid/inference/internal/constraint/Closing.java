package dev.corvid.inference.internal.constraint;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Collects the shortest text that ends some nodes. Nodes name their parts instead of calling each
/// other, so that a deep grammar needs no deep stack.
final class Closing {
  private final ByteArrayOutputStream text = new ByteArrayOutputStream();
  private final Deque<Part> parts = new ArrayDeque<>();
  private List<Part> named = new ArrayList<>();

  private sealed interface Part {
    record Bytes(byte[] bytes) implements Part {}

    record Inner(Node node) implements Part {}
  }

  /// Name bytes as the next part.
  Closing bytes(byte[] bytes) {
    named.add(new Part.Bytes(bytes));
    return this;
  }

  Closing bytes(String ascii) {
    return bytes(Ascii.bytes(ascii));
  }

  /// Name another node's shortest text as the next part.
  Closing node(Node node) {
    named.add(new Part.Inner(node));
    return this;
  }

  void write(Node node) {
    parts.push(new Part.Inner(node));
    while (!parts.isEmpty()) {
      switch (parts.pop()) {
        case Part.Bytes(byte[] bytes) -> text.writeBytes(bytes);
        case Part.Inner(Node inner) -> {
          inner.close(this);
          named.reversed().forEach(parts::push);
          named = new ArrayList<>();
        }
      }
    }
  }

  byte[] toByteArray() {
    return text.toByteArray();
  }
}
