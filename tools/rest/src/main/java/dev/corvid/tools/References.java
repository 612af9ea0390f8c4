package dev.corvid.tools;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Follows `$ref` within one document. What it finds is never changed. Thread-safe.
final class References {
  private static final int MOST_HOPS = 32;

  private final JsonNode root;
  private final String file;
  private final Map<String, Optional<JsonNode>> found = new ConcurrentHashMap<>();
  private final Map<String, ObjectNode> merged = new ConcurrentHashMap<>();

  /// Targets from which every reference leads somewhere.
  private final Set<String> sound = ConcurrentHashMap.newKeySet();

  /// @param name the document's file name or URL: a reference that repeats it is a local one
  References(JsonNode root, String name) {
    this.root = root;
    this.file = name.substring(name.lastIndexOf('/') + 1);
  }

  /// The text of a node's `$ref`, if it has one.
  static Optional<String> target(JsonNode node) {
    return Nodes.text(node, "$ref");
  }

  /// The node itself, or the one at the end of its references.
  ///
  /// @throws NotATool if that is in another document, nowhere, or the references run in a circle
  JsonNode follow(JsonNode node) throws NotATool {
    JsonNode at = node;
    for (int hops = 0; hops < MOST_HOPS; hops++) {
      Optional<String> target = target(at);
      if (target.isEmpty()) {
        return at;
      }
      at = require(target.get());
    }
    throw new NotATool("its references run in a circle: " + show(target(node).orElse("")));
  }

  /// The same for a place where something unresolvable may be left out.
  Optional<JsonNode> find(JsonNode node) {
    try {
      return Optional.of(follow(node));
    } catch (NotATool e) {
      return Optional.empty();
    }
  }

  /// The node that a reference names, which may be a reference itself.
  Optional<JsonNode> at(String reference) {
    return found.computeIfAbsent(reference, this::look);
  }

  /// Check that every reference that can be reached from a schema leads somewhere.
  ///
  /// @throws NotATool with the first one that does not
  void check(JsonNode schema) throws NotATool {
    Set<String> seen = new HashSet<>();
    Deque<JsonNode> open = new ArrayDeque<>();
    open.push(schema);
    while (!open.isEmpty()) {
      JsonNode node = open.pop();
      Optional<String> target = target(node);
      if (target.isPresent() && !sound.contains(target.get()) && seen.add(target.get())) {
        open.push(require(target.get()));
      }
      Schemas.children(node).forEach(open::push);
    }
    sound.addAll(seen);
  }

  /// A schema with what its `$ref` and `allOf` say put together; not to be changed.
  ObjectNode merged(JsonNode schema) {
    Optional<String> target = target(schema);
    if (target.isEmpty() || schema.size() > 1) {
      return SchemaMerger.merge(this, schema);
    }
    ObjectNode known = merged.get(target.get());
    if (known == null) {
      known = SchemaMerger.merge(this, schema);
      merged.put(target.get(), known);
    }
    return known;
  }

  private JsonNode require(String reference) throws NotATool {
    Optional<JsonNode> node = at(reference);
    if (node.isPresent()) {
      return node.get();
    }
    throw new NotATool(
        isLocal(reference)
            ? "it refers to %s, which is not there".formatted(show(reference))
            : "it refers to another document: " + show(reference));
  }

  private boolean isLocal(String reference) {
    int hash = reference.indexOf('#');
    String document = hash < 0 ? reference : reference.substring(0, hash);
    return document.isEmpty()
        || document.substring(document.lastIndexOf('/') + 1).equals(file)
            && !document.contains("..");
  }

  private Optional<JsonNode> look(String reference) {
    int hash = reference.indexOf('#');
    String pointer = hash < 0 ? "" : reference.substring(hash + 1);
    if (!isLocal(reference) || !pointer.isEmpty() && !pointer.startsWith("/")) {
      return Optional.empty();
    }
    JsonNode at = root;
    for (String step : pointer.isEmpty() ? new String[0] : pointer.substring(1).split("/", -1)) {
      Optional<JsonNode> next = step(at, step);
      if (next.isEmpty()) {
        return Optional.empty();
      }
      at = next.get();
    }
    return Optional.of(at);
  }

  private static Optional<JsonNode> step(JsonNode node, String raw) {
    String name = raw.replace("~1", "/").replace("~0", "~");
    if (node.isArray()) {
      return name.matches("0|[1-9][0-9]{0,8}")
          ? Optional.ofNullable(node.get(Integer.parseInt(name)))
          : Optional.empty();
    }
    return Nodes.field(node, name).or(() -> Nodes.field(node, decoded(name)));
  }

  /// A fragment is percent-encoded by the book, and in the wild is not.
  private static String decoded(String name) {
    try {
      return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return name;
    }
  }

  private static String show(String reference) {
    return Texts.describe(reference, 120);
  }
}
