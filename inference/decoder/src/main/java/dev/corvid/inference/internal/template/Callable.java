package dev.corvid.inference.internal.template;

import java.util.List;
import java.util.Map;

/// What a template can call: a macro or a global function.
@FunctionalInterface
interface Callable {
  Object call(List<Object> positional, Map<String, Object> named);
}
