package dev.corvid.eval;

import java.util.Objects;
import tools.jackson.databind.JsonNode;

/// A call that a model wrote.
///
/// @param name of the function, with underscores for dots
/// @param arguments a JSON object
record WrittenCall(String name, JsonNode arguments) {
  WrittenCall {
    Objects.requireNonNull(name, "name");
    if (!arguments.isObject()) {
      throw new IllegalArgumentException("arguments must be an object, got " + arguments);
    }
  }
}
