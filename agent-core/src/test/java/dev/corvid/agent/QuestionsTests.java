package dev.corvid.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuestionsTests {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Which bookings have been cancelled?",
        "How many dogs are there?",
        "Is the parrot Kiwi reserved? Who adopted Minka?",
        "In which city does owner 3 live?",
        "What's the id of the pet that was removed?",
        "Which booking has been cancelled? Its number will do.",
        "Who made booking 703? I only need the name."
      })
  void whatOnlyAsksIsTold(String request) {
    assertThat(Questions.isOnly(request)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Cancel booking 703.",
        "Add a dog called Rex and tell me how many dogs there are",
        "Can you cancel booking 703?",
        "Would you please add Rex?",
        "Is Rex there? If not, add him.",
        "Which booking is the oldest? Cancel it.",
        "Is booking 703 still open, then cancel it?",
        "Which one is free, and could you book it?",
        "Remove the cat Tom?",
        "I need a visit for Rex.",
        "Is Tom there? I need him removed, please.",
        "Wie viele Hunde gibt es?",
        ""
      })
  void whatMayWantSomethingDoneIsNot(String request) {
    assertThat(Questions.isOnly(request)).isFalse();
  }
}
