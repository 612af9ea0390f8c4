package dev.corvid.inference.internal.template;

import java.util.List;
import java.util.Map;

/// The arguments of a call, evaluated.
record Arguments(List<Object> positional, Map<String, Object> named) {
  /// The argument at `index` or of that name, or the fallback.
  Object get(int index, String name, Object fallback) {
    if (index < positional.size()) {
      return positional.get(index);
    }
    return named.getOrDefault(name, fallback);
  }

  /// The argument at `index`, which must be there.
  Object required(int index, String function) {
    if (index < positional.size()) {
      return positional.get(index);
    }
    throw new TemplateException(
        "%s needs %d arguments, has %d".formatted(function, index + 1, positional.size()));
  }
}
