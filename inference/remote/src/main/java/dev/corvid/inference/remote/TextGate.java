package dev.corvid.inference.remote;

import java.util.List;

/// Lets through what can be shown at once of a text that comes in pieces: never half a character,
/// never part of a stop string. What could still become either is held back. Half a surrogate pair
/// that stays alone becomes U+FFFD. Not thread-safe.
final class TextGate {
  private final List<String> stops;
  private final StringBuilder held = new StringBuilder();
  private boolean stopped;

  /// @param stops none of them empty
  TextGate(List<String> stops) {
    this.stops = stops;
  }

  /// Take a piece and give what is certain now, often none.
  String take(String piece) {
    if (stopped) {
      return "";
    }
    held.append(piece);
    int stop = firstStop();
    if (stop >= 0) {
      stopped = true;
      return release(stop);
    }
    int certain = held.length() - longestBeginning();
    if (certain > 0 && Character.isHighSurrogate(held.charAt(certain - 1))) {
      certain--;
    }
    return release(certain);
  }

  /// The rest, when the text has ended without a stop string.
  String finish() {
    return stopped ? "" : release(held.length());
  }

  /// Whether a stop string was found; the text before it has been given out.
  boolean stopped() {
    return stopped;
  }

  private String release(int length) {
    String text = withoutHalves(held.substring(0, length));
    held.delete(0, length);
    return text;
  }

  private static String withoutHalves(String text) {
    StringBuilder whole = new StringBuilder(text.length());
    text.codePoints()
        .map(
            point ->
                point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE
                    ? '\uFFFD'
                    : point)
        .forEach(whole::appendCodePoint);
    return whole.toString();
  }

  private int firstStop() {
    return stops.stream().mapToInt(held::indexOf).filter(at -> at >= 0).min().orElse(-1);
  }

  /// The length of the longest end of the held text that begins a stop string.
  private int longestBeginning() {
    int longest = 0;
    for (String stop : stops) {
      for (int length = Math.min(stop.length() - 1, held.length()); length > longest; length--) {
        if (stop.startsWith(held.substring(held.length() - length))) {
          longest = length;
        }
      }
    }
    return longest;
  }
}
