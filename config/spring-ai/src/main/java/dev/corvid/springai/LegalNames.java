package dev.corvid.springai;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/// Gives tools of Spring AI, which may be called anything, names that Corvid allows.
///
/// A name that fits is kept. Where others come to the same, each gets a suffix that comes from its
/// own name alone: a run goes on with the same names whatever the order of the tools.
final class LegalNames {
  private static final int MAX_LENGTH = 64;
  private static final int SUFFIX_DIGITS = 8;

  private LegalNames() {}

  /// @return each name's own one, in the same order
  /// @throws IllegalArgumentException if a name comes twice
  static Map<String, String> of(List<String> originals) {
    requireDistinct(originals);
    Map<String, Long> wanted =
        originals.stream().collect(Collectors.groupingBy(LegalNames::plain, Collectors.counting()));
    Map<String, String> names = new LinkedHashMap<>();
    for (String original : originals) {
      String plain = plain(original);
      boolean taken = wanted.getOrDefault(plain, 0L) > 1 && !plain.equals(original);
      names.put(original, taken ? suffixed(original, plain) : plain);
    }
    return names;
  }

  private static void requireDistinct(Collection<String> names) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw new IllegalArgumentException("tools must have different names, two are " + name);
      }
    }
  }

  private static String plain(String name) {
    String plain = name.replaceAll("[^a-zA-Z0-9_-]", "_");
    return plain.substring(0, Math.min(plain.length(), MAX_LENGTH));
  }

  private static String suffixed(String original, String plain) {
    String digits = UUID.nameUUIDFromBytes(original.getBytes(StandardCharsets.UTF_8)).toString();
    int room = MAX_LENGTH - 1 - SUFFIX_DIGITS;
    return plain.substring(0, Math.min(plain.length(), room))
        + "_"
        + digits.substring(0, SUFFIX_DIGITS);
  }
}
