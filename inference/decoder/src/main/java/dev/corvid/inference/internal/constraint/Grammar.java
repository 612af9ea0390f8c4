package dev.corvid.inference.internal.constraint;

import dev.corvid.agent.SchemaKeywords;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The texts that a JSON Schema allows: compact JSON with at most one space after a colon or comma.
public final class Grammar {
  private final Node root;
  private final List<String> unenforced;

  private Grammar(Node root, List<String> unenforced) {
    this.root = root;
    this.unenforced = unenforced;
  }

  /// @param strict whether to refuse a schema of which a part cannot be enforced
  /// @throws SchemaException if the text is no schema, it is refused, or nothing can fulfil it
  public static Grammar of(String schema, boolean strict) {
    @Nullable Object tree = JsonReader.read(schema);
    if (tree == null || !isSchema(tree)) {
      throw new SchemaException(
          "the schema must be a JSON object, is " + kind(tree), "Give a JSON Schema.");
    }
    List<String> unenforced = SchemaKeywords.unenforced(tree);
    if (strict && !unenforced.isEmpty()) {
      throw refused(unenforced);
    }
    Node root = new SchemaCompiler(tree).compile();
    if (root.shortest() >= Node.NEVER) {
      throw new SchemaException(
          "nothing fulfils the schema: what it requires contradicts itself or has no end",
          "Look for a required property that needs itself, an empty enum, or false as a schema.");
    }
    return new Grammar(root, unenforced);
  }

  private static boolean isSchema(Object tree) {
    return tree instanceof Map<?, ?> || tree instanceof Boolean;
  }

  private static String kind(@Nullable Object tree) {
    return switch (tree) {
      case null -> "null";
      case List<?> list -> "an array";
      case String string -> "a string";
      default -> "a number";
    };
  }

  private static SchemaException refused(List<String> unenforced) {
    String first = unenforced.getFirst();
    String keyword = first.substring(first.lastIndexOf('/') + 1);
    String others = unenforced.size() == 1 ? "" : ", nor " + (unenforced.size() - 1) + " others";
    return new SchemaException(
        "the schema's keyword '%s' at %s cannot be enforced while writing%s"
            .formatted(keyword, first, others),
        "Remove the keyword from the schema and check it in the finished text.");
  }

  /// JSON pointers of the keywords that are not enforced, none of a strict schema.
  public List<String> unenforced() {
    return unenforced;
  }

  Node root() {
    return root;
  }
}
