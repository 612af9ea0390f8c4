package dev.corvid.tools;

import com.networknt.schema.regex.RegularExpression;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// A regular expression of a document, which may be one that never ends: it looks at a limited
/// number of characters, and what it has not refused by then is fine.
final class SafePattern implements RegularExpression {
  private static final int MOST_LENGTH = 1_000;
  private static final int MOST_LOOKS = 500_000;

  private final Pattern pattern;

  SafePattern(String regularExpression) {
    this.pattern = Pattern.compile(regularExpression);
  }

  /// Whether Java understands it: the dialect that documents use is JavaScript's.
  static boolean isUsable(String regularExpression) {
    if (regularExpression.length() > MOST_LENGTH) {
      return false;
    }
    try {
      Pattern unused = Pattern.compile(regularExpression);
      return true;
    } catch (PatternSyntaxException | StackOverflowError e) {
      return false;
    }
  }

  @Override
  public boolean matches(String value) {
    try {
      return pattern.matcher(new Watched(value)).find();
    } catch (TooLong | StackOverflowError e) {
      return true;
    }
  }

  private static final class TooLong extends RuntimeException {
    TooLong() {
      super("looked at too many characters", null, false, false);
    }
  }

  /// Counts how often the matcher looks.
  private static final class Watched implements CharSequence {
    private final String text;
    private int looks;

    Watched(String text) {
      this.text = text;
    }

    @Override
    public char charAt(int index) {
      if (++looks > MOST_LOOKS) {
        throw new TooLong();
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.substring(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
