package dev.corvid.tools;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Gives operations names that a model can write: an operation's id, or its method and path, in
/// the letters that are allowed. What is cut or would meet another name gets a suffix that depends
/// on method and path only, so that it stays the same when the document grows.
final class ToolNames {
  private static final int MOST = 64;
  private static final int HASH = 6;

  private ToolNames() {}

  /// The names of the operations, in their order.
  ///
  /// @param taken names that are in use already; the new ones are added
  static List<String> of(List<Declared> operations, Set<String> taken) {
    Map<String, Integer> uses = new HashMap<>();
    taken.forEach(name -> uses.merge(name, 1, Integer::sum));
    operations.forEach(operation -> uses.merge(plain(operation), 1, Integer::sum));
    List<String> names = new ArrayList<>();
    for (Declared operation : operations) {
      String plain = plain(operation);
      boolean clear = uses.getOrDefault(plain, 0) == 1 && plain.length() <= MOST;
      names.add(free(clear ? plain : suffixed(plain, operation), taken));
    }
    return names;
  }

  private static String free(String name, Set<String> taken) {
    String free = name;
    for (int i = 2; !taken.add(free); i++) {
      String number = "_" + i;
      free = name.substring(0, Math.min(name.length(), MOST - number.length())) + number;
    }
    return free;
  }

  private static String suffixed(String plain, Declared operation) {
    int length = Math.min(plain.length(), MOST - HASH - 1);
    return plain.substring(0, length) + "_" + hash(operation.label());
  }

  /// The whole name, possibly too long.
  private static String plain(Declared operation) {
    String id = letters(Nodes.text(operation.operation(), "operationId").orElse(""));
    if (!id.isEmpty()) {
      return id;
    }
    return operation.method().toLowerCase(Locale.ROOT) + "_" + letters(operation.path());
  }

  private static String letters(String text) {
    return text.replaceAll("[^a-zA-Z0-9_-]+", "_").replaceAll("^_+|_+$", "");
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, HASH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
