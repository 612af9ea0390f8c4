package dev.corvid.springai;

import java.util.List;

/// Finds stop strings in a text that comes in pieces, and holds back what may become one. Belongs
/// to one thread.
final class StopFilter {
  private final List<String> stops;
  private final StringBuilder held = new StringBuilder();
  private boolean stopped;

  StopFilter(List<String> stops) {
    this.stops = List.copyOf(stops);
  }

  /// Whether a stop string was found: the text is over.
  boolean isStopped() {
    return stopped;
  }

  /// Take a piece; returns what can be told by now, possibly nothing.
  String add(String piece) {
    if (stopped) {
      return "";
    }
    held.append(piece);
    int start = start(held, stops);
    stopped = start >= 0;
    return take(stopped ? start : safe());
  }

  /// Where the stop string begins that is the first to be whole, the longest of them; -1 if none
  /// is. So the text is the same however it is cut into pieces.
  static int start(CharSequence text, List<String> stops) {
    String whole = text.toString();
    int start = -1;
    int end = Integer.MAX_VALUE;
    for (String stop : stops) {
      int at = whole.indexOf(stop);
      if (at >= 0 && (at + stop.length() < end || (at + stop.length() == end && at < start))) {
        start = at;
        end = at + stop.length();
      }
    }
    return start;
  }

  /// What was held back, when nothing follows.
  String rest() {
    return stopped ? "" : take(held.length());
  }

  private String take(int length) {
    String text = held.substring(0, length);
    held.delete(0, length);
    return text;
  }

  /// How much cannot be the beginning of a stop string, nor half a character.
  private int safe() {
    int safe = held.length();
    for (String stop : stops) {
      for (int length = Math.min(stop.length() - 1, held.length()); length > 0; length--) {
        if (held.indexOf(stop.substring(0, length), held.length() - length) >= 0) {
          safe = Math.min(safe, held.length() - length);
          break;
        }
      }
    }
    boolean isHalf = safe > 0 && Character.isHighSurrogate(held.charAt(safe - 1));
    return isHalf ? safe - 1 : safe;
  }
}
