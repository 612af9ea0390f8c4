package dev.corvid.tools.mcp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// Gives tools names that a model can be told, `[a-zA-Z0-9_-]{1,64}`.
///
/// A name that fits already is kept. Where others come to the same, each gets a suffix that comes
/// from its own name alone, so it is the same when the server lists its tools in another order.
final class ToolNames {
  private static final int MAX_LENGTH = 64;
  private static final int SUFFIX_DIGITS = 8;

  private ToolNames() {}

  /// @param originals different names, none of them empty
  /// @return for each its own name, in the same order
  static Map<String, String> of(Collection<String> originals) {
    Map<String, Long> wanted =
        originals.stream().collect(Collectors.groupingBy(ToolNames::plain, Collectors.counting()));
    Map<String, String> names = new LinkedHashMap<>();
    for (String original : originals) {
      String plain = plain(original);
      boolean taken = wanted.getOrDefault(plain, 0L) > 1 && !plain.equals(original);
      names.put(original, taken ? suffixed(original, plain) : plain);
    }
    return names;
  }

  private static String plain(String name) {
    String plain = name.replaceAll("[^a-zA-Z0-9_-]", "_");
    return plain.substring(0, Math.min(plain.length(), MAX_LENGTH));
  }

  private static String suffixed(String original, String plain) {
    int room = MAX_LENGTH - 1 - SUFFIX_DIGITS;
    return plain.substring(0, Math.min(plain.length(), room)) + "_" + digest(original);
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, SUFFIX_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
