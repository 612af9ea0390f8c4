package dev.corvid.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuestionsTests {
  private static final List<ToolSpec> CHANGES =
      List.of(
          change("adoptPet", "Record that an owner adopts a pet"),
          change("cancelBooking", "Cancel a booking"),
          change("faxOrder", "Send an order"),
          change("addInvoice", "Add an invoice and e-mail it"));

  private static ToolSpec change(String name, String description) {
    return new ToolSpec(name, description, "{}", Effect.WRITE, "test", List.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Which bookings have been cancelled?",
        "How many dogs are there?",
        "Is the parrot Kiwi reserved? Who adopted Minka?",
        "In which city does owner 3 live?",
        "What's the id of the pet that was removed?",
        "Which booking has been cancelled? Its number will do.",
        "Who made booking 703? I only need the name.",
        "Print an adoption certificate for the dog Sparky.",
        "Please tell me the name and the age of pet 4.",
        "Could you look up what the owner with the number 4 is called?",
        "Which dogs are free? Let me know their names.",
        "Give us the numbers of all bookings of customer C-13."
      })
  void whatOnlyAsksIsTold(String request) {
    assertThat(Questions.isOnly(request, CHANGES)).isTrue();
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
        "Give owner 4 the dog Rex.",
        "Tell me the number of the booking and cancel it.",
        "Could you look up the booking, then cancel it?",
        "Fax the order.",
        "E-mail the invoice to Harbour Watch.",
        "Print the invoices. Cancel booking 703.",
        "Call the parrot Kiwi Mango from now on.",
        "I only need the name.",
        "Is Tom there? I need him removed, please.",
        "Wie viele Hunde gibt es?",
        ""
      })
  void whatMayWantSomethingDoneIsNot(String request) {
    assertThat(Questions.isOnly(request, CHANGES)).isFalse();
  }
}
