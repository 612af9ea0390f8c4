package dev.corvid.agent;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// What the name of a parameter or field says: `visitId` names a visit by its id, `number`
/// something by its number, `reason` nothing.
///
/// @param kind the stem of the word before the last, empty if it is the only one
/// @param names whether it names a thing
record ParameterName(String kind, boolean names) {
  private static final Pattern SEAM = Pattern.compile("(?<=[\\p{Ll}\\p{Nd}])(?=\\p{Lu})");
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

  /// The last words of parameters that name a thing.
  private static final Set<String> NAMING =
      Set.of("id", "ids", "uuid", "guid", "key", "code", "slug", "sku", "serial", "number", "no");

  static ParameterName of(String name) {
    String[] words = words(name);
    int last = words.length - 1;
    boolean names = last >= 0 && NAMING.contains(words[last]);
    return new ParameterName(names && last > 0 ? Stems.of(words[last - 1]) : "", names);
  }

  /// The words of an identifier in lower case.
  static String[] words(String identifier) {
    String spaced = SEAM.matcher(identifier).replaceAll(" ").toLowerCase(Locale.ROOT);
    return Arrays.stream(BETWEEN_WORDS.split(spaced))
        .filter(word -> !word.isEmpty())
        .toArray(String[]::new);
  }
}
