package dev.corvid.tools.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class CommandLineTests {
  private static List<String> words(String line) {
    return CommandLine.split(line, true);
  }

  @Test
  void blanksSeparateWords() {
    assertThat(words("  npx\t-y  foo\n")).containsExactly("npx", "-y", "foo");
  }

  @Test
  void quotesKeepTogether() {
    assertThat(words("npx -y foo 'a b'")).containsExactly("npx", "-y", "foo", "a b");
    assertThat(words("a \"b c\" d'e f'\"g h\"i")).containsExactly("a", "b c", "de fg hi");
    assertThat(words("a '' \"\" b")).containsExactly("a", "", "", "b");
    assertThat(words("a \"it's\" 'say \"hi\"'")).containsExactly("a", "it's", "say \"hi\"");
  }

  @Test
  void aBackslashTakesTheNextCharacterAsItIs() {
    assertThat(words("a\\ b \\'c \\\\")).containsExactly("a b", "'c", "\\");
    assertThat(words("a '\\n'")).containsExactly("a", "\\n");
    assertThat(words("a \"\\\" \\\\ \\$ \\n\"")).containsExactly("a", "\" \\ $ \\n");
  }

  @Test
  void whereItSeparatesFoldersABackslashIsACharacter() {
    assertThat(CommandLine.split("C:\\bin\\a.exe \"C:\\my files\\\" 'x\\y'", false))
        .containsExactly("C:\\bin\\a.exe", "C:\\my files\\", "x\\y");
  }

  @Test
  void noShellIsInvolved() {
    assertThat(words("a $HOME ~ *.md; b | c && d > e # f"))
        .containsExactly("a", "$HOME", "~", "*.md;", "b", "|", "c", "&&", "d", ">", "e", "#", "f");
  }

  @Test
  void whatDoesNotEndOrNamesNothingIsRefused() {
    for (String line : List.of("", "  ", "a 'b", "a \"b", "a \"b\\\"", "a\\", "'' a", "a\0b")) {
      assertThatThrownBy(() -> words(line)).isInstanceOf(McpException.Command.class);
    }
  }

  @Test
  void quotedWordsComeBack() {
    long seed = Long.getLong("corvid.seed", System.nanoTime());
    System.out.println("corvid.seed=" + seed);
    RandomGenerator random = RandomGeneratorFactory.getDefault().create(seed);
    for (int i = 0; i < 2_000; i++) {
      String[] words = new String[random.nextInt(1, 6)];
      Arrays.setAll(words, _ -> word(random));
      words[0] = "p" + words[0];
      StringBuilder line = new StringBuilder();
      for (String word : words) {
        line.append(" '").append(word.replace("'", "'\\''")).append('\'');
      }
      assertThat(words(line.toString())).containsExactly(words);
    }
  }

  private static String word(RandomGenerator random) {
    String alphabet = "ab '\"\\\n\t$é🐦";
    StringBuilder word = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      word.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return word.toString();
  }
}
