package dev.corvid.retrieval;

import java.util.regex.Pattern;

/// Takes the identifiers of programs apart: `getPetById` and `pet_id` are words written together.
final class Identifiers {
  /// Before a capital after a small letter or a digit, before the last capital of several that a
  /// small letter follows (`HTTPServer`), or an underscore.
  private static final Pattern SEAM =
      Pattern.compile("(?<=[\\p{Ll}\\p{Nd}])(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})|_");

  private Identifiers() {}

  static String split(String text) {
    return SEAM.matcher(text).replaceAll(" ");
  }
}
