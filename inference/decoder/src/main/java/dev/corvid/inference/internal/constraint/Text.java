package dev.corvid.inference.internal.constraint;

/// A JSON string, by what is expected next in it: characters in UTF-8 or escapes. Escaped
/// surrogates are left out, since a pair is the same character as its four bytes.
enum Text implements Node {
  OPENING("\"\""),
  INSIDE("\""),
  ESCAPE("n\""),
  HEX_1("0020\""),
  HEX_2("020\""),
  /// After an escaped D, which up to 7 begins no surrogate.
  HEX_2_BELOW_8("020\""),
  HEX_3("20\""),
  HEX_4("0\""),
  /// One, two or three bytes that continue a character.
  MORE_1("\u0080\""),
  MORE_2("\u0080\u0080\""),
  MORE_3("\u0080\u0080\u0080\""),
  /// The second byte is bounded: after E0, ED, F0 and F4 (RFC 3629).
  AFTER_E0("\u00a0\u0080\""),
  AFTER_ED("\u0080\u0080\""),
  AFTER_F0("\u0090\u0080\u0080\""),
  AFTER_F4("\u0080\u0080\u0080\""),
  /// After the closing quote.
  CLOSED(""),
  /// After a byte that no string can have.
  WRONG("");

  private final byte[] ending;

  Text(String ending) {
    this.ending = new byte[ending.length()];
    for (int i = 0; i < ending.length(); i++) {
      this.ending[i] = (byte) ending.charAt(i);
    }
  }

  Text next(int b) {
    return switch (this) {
      case OPENING -> b == '"' ? INSIDE : WRONG;
      case INSIDE -> character(b);
      case ESCAPE -> b == 'u' ? HEX_1 : "\"\\/bfnrt".indexOf(b) >= 0 ? INSIDE : WRONG;
      case HEX_1 -> b == 'd' || b == 'D' ? HEX_2_BELOW_8 : hex(b, HEX_2);
      case HEX_2 -> hex(b, HEX_3);
      case HEX_2_BELOW_8 -> b >= '0' && b <= '7' ? HEX_3 : WRONG;
      case HEX_3 -> hex(b, HEX_4);
      case HEX_4 -> hex(b, INSIDE);
      case MORE_1 -> within(b, 0x80, 0xBF, INSIDE);
      case MORE_2 -> within(b, 0x80, 0xBF, MORE_1);
      case MORE_3 -> within(b, 0x80, 0xBF, MORE_2);
      case AFTER_E0 -> within(b, 0xA0, 0xBF, MORE_1);
      case AFTER_ED -> within(b, 0x80, 0x9F, MORE_1);
      case AFTER_F0 -> within(b, 0x90, 0xBF, MORE_2);
      case AFTER_F4 -> within(b, 0x80, 0x8F, MORE_2);
      case CLOSED, WRONG -> WRONG;
    };
  }

  private static Text character(int b) {
    if (b < 0x80) {
      return b == '"' ? CLOSED : b == '\\' ? ESCAPE : b < ' ' ? WRONG : INSIDE;
    }
    return switch (b) {
      case 0xE0 -> AFTER_E0;
      case 0xED -> AFTER_ED;
      case 0xF0 -> AFTER_F0;
      case 0xF4 -> AFTER_F4;
      default -> b < 0xC2 || b > 0xF4 ? WRONG : b < 0xE0 ? MORE_1 : b < 0xF0 ? MORE_2 : MORE_3;
    };
  }

  private static Text hex(int b, Text next) {
    return Ascii.isHexDigit(b) ? next : WRONG;
  }

  private static Text within(int b, int from, int to, Text next) {
    return b >= from && b <= to ? next : WRONG;
  }

  /// The bytes of the shortest end, the closing quote last.
  byte[] ending() {
    return ending.clone();
  }

  @Override
  public void read(int b, Frame rest, Threads out) {
    Text next = next(b);
    if (next == CLOSED) {
      rest.resume(out);
    } else if (next != WRONG) {
      out.add(next, rest);
    }
  }

  @Override
  public long shortest() {
    return ending.length;
  }

  @Override
  public void close(Closing out) {
    out.bytes(ending);
  }
}
