package dev.corvid.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiscreetHistoryTests {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "My password is hunter2",
        "log in with token: abc",
        "export API_KEY=abcdef",
        "Authorization: Bearer abc.def",
        "use sk-proj-abcdefghijklmnop1234",
        "ghp_abcdefghijklmnopqrstuvwxyz0123456789",
        "spec add https://ann:hunter2@api.example.com/openapi.json",
        "{\"client_secret\": \"x\"}"
      })
  void whatLooksLikeASecretIsNotKept(String line) {
    assertThat(DiscreetHistory.holdsSecret(line)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "How many days of vacation do I get?",
        "docs add handbook",
        "spec add https://api.example.com/openapi.json",
        "Who keeps the keys?",
        "When does the passport office open?"
      })
  void everythingElseIs(String line) {
    assertThat(DiscreetHistory.holdsSecret(line)).isFalse();
  }
}
