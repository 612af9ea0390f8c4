package dev.corvid.tools.mcp;

import com.networknt.schema.regex.RegularExpression;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// A pattern of a schema that gives up in time. What cannot be decided matches: the server decides.
final class BoundedPattern implements RegularExpression {
  private static final ScopedValue<Steps> STEPS = ScopedValue.newInstance();
  private static final int MAX_STEPS = 2_000_000;
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

  /// Do something in which all patterns together take a limited number of steps.
  static <T> T limited(Supplier<T> work) {
    return ScopedValue.where(STEPS, new Steps()).call(work::get);
  }

  @Override
  public boolean matches(String value) {
    Steps steps = STEPS.isBound() ? STEPS.get() : new Steps();
    try {
      return pattern.isEmpty()
          || steps.areTaken()
          || pattern.get().matcher(new Metered(value, steps)).find();
    } catch (TooManyStepsException | StackOverflowError e) {
      // The JDK's matcher goes back without end for (a+)+ and calls itself for each of (a|b)*.
      return true;
    }
  }

  private static final class TooManyStepsException extends IllegalStateException {}

  private static final class Steps {
    private int taken;

    boolean areTaken() {
      return taken >= MAX_STEPS;
    }

    void next() {
      if (++taken >= MAX_STEPS) {
        throw new TooManyStepsException();
      }
    }
  }

  /// A text that can be looked at only so often.
  private record Metered(String text, Steps steps) implements CharSequence {
    @Override
    public char charAt(int index) {
      steps.next();
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
