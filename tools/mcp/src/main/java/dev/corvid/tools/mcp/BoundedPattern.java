package dev.corvid.tools.mcp;

import com.networknt.schema.regex.RegularExpression;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// A pattern of a schema that gives up in time. What cannot be decided matches: the server decides.
final class BoundedPattern implements RegularExpression {
  private static final int MAX_STEPS = 1_000_000;
  private static final int MAX_LENGTH = 1_000;

  private final Optional<Pattern> pattern;

  private BoundedPattern(Optional<Pattern> pattern) {
    this.pattern = pattern;
  }

  /// Schemas have patterns of JavaScript, which are not all patterns here.
  static BoundedPattern of(String regex) {
    try {
      return new BoundedPattern(
          regex.length() > MAX_LENGTH ? Optional.empty() : Optional.of(Pattern.compile(regex)));
    } catch (PatternSyntaxException e) {
      return new BoundedPattern(Optional.empty());
    }
  }

  @Override
  public boolean matches(String value) {
    try {
      return pattern.isEmpty() || pattern.get().matcher(new Metered(value)).find();
    } catch (TooManyStepsException | StackOverflowError e) {
      // The JDK's matcher goes back without end for (a+)+ and calls itself for each of (a|b)*.
      return true;
    }
  }

  private static final class TooManyStepsException extends IllegalStateException {}

  /// A text that can be looked at only so often.
  private static final class Metered implements CharSequence {
    private final String text;
    private int steps;

    Metered(String text) {
      this.text = text;
    }

    @Override
    public char charAt(int index) {
      if (++steps > MAX_STEPS) {
        throw new TooManyStepsException();
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
