package dev.corvid.inference.internal.template;

import java.util.LinkedHashMap;
import java.util.Map;

/// A template's `namespace(…)`: the only thing that an inner scope can change for an outer one.
record Namespace(Map<String, Object> values) {
  Namespace() {
    this(new LinkedHashMap<>());
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
