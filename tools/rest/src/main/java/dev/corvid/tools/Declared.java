package dev.corvid.tools;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// An operation as the document declares it.
///
/// @param method in capitals
/// @param item the path's own node, with what its operations share
record Declared(String method, String path, JsonNode item, JsonNode operation) {
  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

  /// Something under `paths` that could not be looked into.
  record Unknown(String path, String why) {}

  /// All operations in the document's order.
  ///
  /// @param unknown receives the paths that lead nowhere
  static List<Declared> all(Specification specification, List<Unknown> unknown) {
    List<Declared> all = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : Nodes.entries(specification.root(), "paths")) {
      if (entry.getKey().startsWith("x-")) {
        continue;
      }
      try {
        JsonNode item = specification.references().follow(entry.getValue());
        addOperations(all, entry.getKey(), item);
      } catch (NotATool e) {
        unknown.add(new Unknown(entry.getKey(), e.why()));
      }
    }
    return all;
  }

  private static void addOperations(List<Declared> all, String path, JsonNode item) {
    Nodes.object(item)
        .ifPresent(
            object ->
                object.properties().stream()
                    .filter(e -> METHODS.contains(e.getKey()) && e.getValue().isObject())
                    .forEach(
                        e ->
                            all.add(
                                new Declared(
                                    e.getKey().toUpperCase(Locale.ROOT),
                                    path,
                                    item,
                                    e.getValue()))));
  }

  /// How people name it.
  String label() {
    return method + " " + path;
  }
}
