package dev.corvid.test;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Texts that break what takes text for granted.
final class OddTexts {
  static final List<String> ALL =
      List.of(
          "   \n\t",
          "the of and",
          "\uD83D\uDC26",
          "\uD83D lone surrogates \uDC26",
          "AND OR NOT ( [ { \" ~ * ? : ^ \\ / && || !",
          "title:raven -food +crow food~2 \"cache food\"^3",
          "渡鸦在哪里藏食物?",
          "\u0000\u0001\uFFFF",
          "x".repeat(100_000),
          "raven ".repeat(10_000),
          IntStream.range(0, 10_000).mapToObj(i -> "word" + i).collect(Collectors.joining(" ")),
          "aB".repeat(20_000));

  private static final String ALPHABET = "aabcde  _-/{}\"\\AB7é渡あ\u0301\u200D\u0000";

  private OddTexts() {}

  /// Up to `most` characters, from half of them of a few that matter to any at all.
  static String random(Random random, int most) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      switch (random.nextInt(8)) {
        case 0 -> text.appendCodePoint(random.nextInt(Character.MAX_CODE_POINT + 1));
        case 1 -> text.append((char) random.nextInt(Character.MAX_VALUE + 1));
        case 2 -> text.append((char) (Character.MIN_SURROGATE + random.nextInt(2048)));
        default -> text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
      }
    }
    return text.toString();
  }
}
