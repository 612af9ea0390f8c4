package dev.corvid.tools.internal;

import com.networknt.schema.regex.RegularExpression;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// A pattern that somebody else wrote and that may never end: it gives up after a number of looks
/// at the text. What cannot be decided matches: the server decides. Thread-safe.
public final class BoundedPattern implements RegularExpression {
  private static final ScopedValue<Looks> LOOKS = ScopedValue.newInstance();
  private static final int MOST_LENGTH = 1_000;
  private static final int MOST_LOOKS = 2_000_000;

  private final Optional<Pattern> pattern;

  private BoundedPattern(Optional<Pattern> pattern) {
    this.pattern = pattern;
  }

  /// A pattern of any kind; one that [#isUsable] does not take matches everything.
  public static BoundedPattern of(String regularExpression) {
    return new BoundedPattern(compiled(regularExpression));
  }

  /// Whether Java understands it, and it is not too long: schemas have patterns of JavaScript.
  public static boolean isUsable(String regularExpression) {
    return compiled(regularExpression).isPresent();
  }

  private static Optional<Pattern> compiled(String regularExpression) {
    if (regularExpression.length() > MOST_LENGTH) {
      return Optional.empty();
    }
    try {
      return Optional.of(Pattern.compile(regularExpression));
    } catch (PatternSyntaxException | StackOverflowError e) {
      return Optional.empty();
    }
  }

  /// Do something in which all patterns together take the looks that one may take alone: a list has
  /// as many elements as its author likes.
  static <T> T limited(Supplier<T> work) {
    return ScopedValue.where(LOOKS, new Looks()).call(work::get);
  }

  @Override
  public boolean matches(String value) {
    Looks looks = LOOKS.isBound() ? LOOKS.get() : new Looks();
    try {
      return pattern.isEmpty()
          || looks.areTaken()
          || pattern.get().matcher(new Watched(value, looks)).find();
    } catch (TooManyLooksException | StackOverflowError e) {
      // The JDK's matcher goes back without end for (.*a){12} and calls itself for each of (a|b)*.
      return true;
    }
  }

  private static final class TooManyLooksException extends IllegalStateException {
    private static final long serialVersionUID = 1L;
  }

  private static final class Looks {
    private int taken;

    boolean areTaken() {
      return taken >= MOST_LOOKS;
    }

    void next() {
      if (++taken >= MOST_LOOKS) {
        throw new TooManyLooksException();
      }
    }
  }

  /// A text that can be looked at only so often.
  private record Watched(String text, Looks looks) implements CharSequence {
    @Override
    public char charAt(int index) {
      looks.next();
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
