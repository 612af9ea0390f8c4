package dev.corvid.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FollowUpTests {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "How many sick days do I get?",
        "Which colour has the lid of the tank?",
        "Add a dog called Rex.",
        "What is the email address of customer C-11?"
      })
  void whatSaysWhatItIsAboutStandsAlone(String request) {
    assertThat(FollowUp.standsAlone(request)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "And the second one?",
        "Who approves them?",
        "Why?",
        "What about cats?",
        "Cancel it.",
        "How long does that take in winter months?",
        "Und wie viele davon kann ich mitnehmen?",
        "那周末呢？",
        "?"
      })
  void whatLeansOnTheConversationDoesNot(String request) {
    assertThat(FollowUp.standsAlone(request)).isFalse();
  }

  @Test
  void aCompletionHasWhatTheUserSaid() {
    String before = "How much is the allowance abroad?";
    assertThat(FollowUp.isKept("And in the country?", "How much is it in the country?", before))
        .isTrue();
    assertThat(FollowUp.isKept("And in the country?", "How much is the allowance?", before))
        .isFalse();
    assertThat(FollowUp.isKept("And the second one?", "How much is the allowance abroad", before))
        .isFalse();
    assertThat(FollowUp.isKept("Who pays it?", "Who pays the allowance abroad?", before)).isTrue();
  }
}
