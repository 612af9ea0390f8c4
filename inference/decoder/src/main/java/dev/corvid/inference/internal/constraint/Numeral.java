package dev.corvid.inference.internal.constraint;

/// A JSON number, by what stands last of it.
///
/// @param integer whether neither a fraction nor an exponent may come
/// @param part what stands last
/// @param left how many more digits this part may have
record Numeral(boolean integer, Part part, int left) implements Node {
  static final Numeral INTEGER = new Numeral(true, Part.NOTHING, 0);
  static final Numeral NUMBER = new Numeral(false, Part.NOTHING, 0);

  /// What a `long` holds at any rate.
  private static final int INTEGER_DIGITS = 18;

  /// What a `double` tells apart, before and after the point.
  private static final int DECIMAL_DIGITS = 15;

  /// Far from what overflows a `double`.
  private static final int EXPONENT_DIGITS = 2;

  enum Part {
    NOTHING,
    MINUS,
    ZERO,
    WHOLE,
    POINT,
    FRACTION,
    E,
    E_SIGN,
    EXPONENT
  }

  @Override
  public void read(int b, Frame rest, Threads out) {
    switch (part) {
      case NOTHING, MINUS -> begin(b, rest, out);
      case ZERO -> after(b, rest, out);
      case WHOLE -> {
        digit(b, part, left, rest, out);
        after(b, rest, out);
      }
      case POINT -> digit(b, Part.FRACTION, DECIMAL_DIGITS, rest, out);
      case FRACTION -> {
        digit(b, part, left, rest, out);
        exponent(b, rest, out);
      }
      case E -> {
        if (b == '+' || b == '-') {
          out.add(new Numeral(integer, Part.E_SIGN, 0), rest);
        }
        digit(b, Part.EXPONENT, EXPONENT_DIGITS, rest, out);
      }
      case E_SIGN -> digit(b, Part.EXPONENT, EXPONENT_DIGITS, rest, out);
      case EXPONENT -> digit(b, part, left, rest, out);
    }
  }

  private void begin(int b, Frame rest, Threads out) {
    if (b == '-' && part == Part.NOTHING) {
      out.add(new Numeral(integer, Part.MINUS, 0), rest);
    } else if (b == '0') {
      goOn(Part.ZERO, 0, rest, out);
    } else {
      digit(b, Part.WHOLE, integer ? INTEGER_DIGITS : DECIMAL_DIGITS, rest, out);
    }
  }

  private void after(int b, Frame rest, Threads out) {
    if (b == '.' && !integer) {
      out.add(new Numeral(false, Part.POINT, 0), rest);
    } else {
      exponent(b, rest, out);
    }
  }

  private void exponent(int b, Frame rest, Threads out) {
    if ((b == 'e' || b == 'E') && !integer) {
      out.add(new Numeral(false, Part.E, 0), rest);
    }
  }

  private void digit(int b, Part to, int allowed, Frame rest, Threads out) {
    if (Ascii.isDigit(b) && allowed > 0) {
      goOn(to, allowed - 1, rest, out);
    }
  }

  /// The number may end after the digit, or go on unless it is full.
  private void goOn(Part to, int more, Frame rest, Threads out) {
    boolean full = more == 0 && (integer || to == Part.EXPONENT);
    if (!full) {
      out.add(new Numeral(integer, to, more), rest);
    }
    rest.resume(out);
  }

  private boolean mayEnd() {
    return switch (part) {
      case ZERO, WHOLE, FRACTION, EXPONENT -> true;
      case NOTHING, MINUS, POINT, E, E_SIGN -> false;
    };
  }

  @Override
  public long shortest() {
    return mayEnd() ? 0 : 1;
  }

  @Override
  public void close(Closing out) {
    if (!mayEnd()) {
      out.bytes("0");
    }
  }
}
