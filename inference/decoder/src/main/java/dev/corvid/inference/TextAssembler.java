package dev.corvid.inference;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Joins the bytes of tokens to pieces of text that can be shown at once: no piece ends inside a
/// character, invalid UTF-8 is replaced by U+FFFD, and of a stop string, which may span tokens,
/// nothing is given out. What could still become either is held back. Not thread-safe.
public final class TextAssembler {
  private final List<String> stops;
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);

  /// The beginning of a character, at most three bytes.
  private byte[] partial = new byte[0];

  /// Decoded text that may be the beginning of a stop string.
  private final StringBuilder held = new StringBuilder();

  private boolean stopped;

  /// @param stops none of them empty
  public TextAssembler(List<String> stops) {
    // One that is no valid text cannot occur in any, but could match half a character.
    this.stops = stops.stream().filter(s -> Surrogates.replaceLone(s).equals(s)).toList();
    if (stops.stream().anyMatch(String::isEmpty)) {
      throw new IllegalArgumentException("stops must not hold an empty string");
    }
  }

  /// Take the bytes of one token and give the text that is certain now, often none. After a stop
  /// string there is no more text.
  public String append(byte[] bytes) {
    return stopped ? "" : take(bytes, false);
  }

  /// Give the rest of the text when generation has ended without a stop string; a character that is
  /// not complete becomes U+FFFD.
  public String finish() {
    if (stopped) {
      return "";
    }
    String last = take(new byte[0], true);
    String rest = last + held;
    held.setLength(0);
    return rest;
  }

  /// Whether a stop string was found. The text before it has been given out.
  public boolean stopped() {
    return stopped;
  }

  private String take(byte[] bytes, boolean end) {
    held.append(decode(bytes, end));
    int stop = firstStop();
    if (stop >= 0) {
      stopped = true;
      String text = held.substring(0, stop);
      held.setLength(0);
      return text;
    }
    int certain = held.length() - longestBeginning();
    String text = held.substring(0, certain);
    held.delete(0, certain);
    return text;
  }

  private CharBuffer decode(byte[] bytes, boolean end) {
    ByteBuffer in = ByteBuffer.allocate(partial.length + bytes.length).put(partial).put(bytes);
    in.flip();
    CharBuffer out = CharBuffer.allocate(in.remaining() + 1);
    decoder.reset();
    decoder.decode(in, out, end);
    if (end) {
      decoder.flush(out);
    }
    partial = new byte[in.remaining()];
    in.get(partial);
    return out.flip();
  }

  private int firstStop() {
    int first = -1;
    for (String stop : stops) {
      int at = held.indexOf(stop);
      if (at >= 0 && (first < 0 || at < first)) {
        first = at;
      }
    }
    return first;
  }

  /// The length of the longest end of the held text that begins a stop string.
  private int longestBeginning() {
    int longest = 0;
    for (String stop : stops) {
      int length = Math.min(stop.length() - 1, held.length());
      while (length > longest && !endsWithBeginning(stop, length)) {
        length--;
      }
      longest = Math.max(longest, length);
    }
    return longest;
  }

  private boolean endsWithBeginning(String stop, int length) {
    int from = held.length() - length;
    for (int i = 0; i < length; i++) {
      if (held.charAt(from + i) != stop.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
