package dev.corvid.inference.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// Settings, texts, and how JSON and first tokens are found.
class SmallPartsTests {
  private static final RemoteSettings SETTINGS =
      RemoteSettings.of(URI.create("http://localhost:8080/v1/"));

  @Test
  void settingsShowNoKeyAndNoSlashAtTheEnd() {
    RemoteSettings settings = SETTINGS.withKey(" k-1 ").withModel("crow");
    assertThat(settings.key()).contains("k-1");
    assertThat(settings.toString())
        .doesNotContain("k-1")
        .contains("http://localhost:8080/v1,", "***");
    assertThat(SETTINGS.toString()).contains("key=none");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://a/v1",
        "localhost:8080",
        "/v1",
        "http://u:secret@a/v1",
        "http://a/v1#secret",
        "http://a/v1?key=secret",
        "http:///v1",
        "https:secret"
      })
  void aUrlThatIsNoBaseIsRefusedAndNotShown(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RemoteSettings.of(URI.create(url)))
        .withMessageStartingWith("url must ")
        .withMessageNotContaining("secret");
  }

  @Test
  void otherValuesKeepToTheirRules() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SETTINGS.withKey("two words"))
        .withMessageNotContaining("words");
    assertThatIllegalArgumentException().isThrownBy(() -> SETTINGS.withKey(" "));
    assertThatIllegalArgumentException().isThrownBy(() -> SETTINGS.withContextLength(1));
    assertThatIllegalArgumentException().isThrownBy(() -> SETTINGS.withTimeout(Duration.ZERO));
    assertThatIllegalArgumentException().isThrownBy(() -> SETTINGS.withRetries(11));
  }

  @Test
  void aServersWordsAreOneShortLine() {
    assertThat(Texts.quoted(" a\r\n\u001b[2J\u202Eb\u0000 c ")).isEqualTo("a [2J b c");
    assertThat(Texts.quoted("x".repeat(5000))).hasSize(200).endsWith("x…");
    assertThat(Texts.quoted("x".repeat(198) + "😀😀")).hasSize(199).endsWith("x…");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":1} | {\"a\":1}",
        "\"raven\" | \"raven\"",
        "```json\\n\"raven\"\\n``` | \"raven\"",
        "Sure [1]:\\n```\\n{\"a\": [2]}\\n```\\nDone {x} | {\"a\": [2]}",
        "The call is {\"a\":\"}\"}, see [1]. | {\"a\":\"}\"}",
        "```json\\n{\"a\":1}\\n | {\"a\":1}"
      })
  void jsonIsCutOutOfWhatIsAroundIt(String text, String json) {
    assertThat(JsonCut.of(text.replace("\\n", "\n"))).contains(json);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "raven", "{", "{\"a\":", "[1, 2", "} ] {x}", "```json\n{\n```"})
  void whatHoldsNoJsonGivesNone(String text) {
    assertThat(JsonCut.of(text)).isEmpty();
  }

  @Test
  void manyBracketsTakeNoTime() {
    assertThat(JsonCut.of("[".repeat(200_000))).isEmpty();
    assertThat(JsonCut.of("{\"a\":".repeat(100_000))).isEmpty();
  }

  @Test
  void neitherHalfACharacterNorPartOfAStopStringGetsThrough() {
    TextGate gate = new TextGate(List.of("\n\n", "END"));
    assertThat(gate.take("a\uD83D")).isEqualTo("a");
    assertThat(gate.take("\uDE00E")).isEqualTo("😀");
    assertThat(gate.take("N")).isEmpty();
    assertThat(gate.take("O\n")).isEqualTo("ENO");
    assertThat(gate.take("b\uDE00c\n")).isEqualTo("\nb\uFFFDc");
    assertThat(gate.take("\nrest")).isEmpty();
    assertThat(gate.stopped()).isTrue();
    assertThat(gate.finish()).isEmpty();
  }

  @Test
  void theLongestListedTokenCounts() {
    FirstTokens tokens =
        FirstTokens.of(
                JsonMapper.shared()
                    .readTree(
                        """
                        {"choices":[{"logprobs":{"content":[{"token":"I","logprob":-1,"top_logprobs":[
                          {"token":"I","logprob":-1},{"token":"I don","logprob":-2},
                          {"token":" yes","logprob":-3},{"token":"Yes","logprob":-4},
                          {"token":"","logprob":-0.1},{"token":"odd","logprob":"x"},
                          {"token":"sure","logprob":0.5}]}]}}]}
                        """))
            .orElseThrow();
    assertThat(tokens.of("I don't know")).isEqualTo(-2);
    assertThat(tokens.of("I")).isEqualTo(-1);
    assertThat(tokens.of("Yes")).isEqualTo(-4);
    assertThat(tokens.of("yes")).isEqualTo(-3);
    assertThat(tokens.of(" yes")).isEqualTo(-3);
    assertThat(tokens.of("sure")).isZero();
    assertThat(tokens.of("No")).isEqualTo(-4 - FirstTokens.UNLISTED);
  }

  @Test
  void tokensAreEstimated() {
    assertThat(TokenCounter.estimate("")).isZero();
    assertThat(TokenCounter.estimate("a b c d")).isEqualTo(4);
    assertThat(TokenCounter.estimate("x".repeat(35))).isEqualTo(10);
  }
}
