package dev.corvid.inference;

/// The notation of golden files: characters that cannot be seen are written as a backslash, `u` and
/// four hex digits.
final class GoldenText {
  private GoldenText() {}

  static String unescape(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        out.append((char) Integer.parseInt(text.substring(i + 2, i + 6), 16));
        i += 5;
      } else {
        out.append(text.charAt(i));
      }
    }
    return out.toString();
  }
}
