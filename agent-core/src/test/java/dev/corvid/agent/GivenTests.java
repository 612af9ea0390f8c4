package dev.corvid.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class GivenTests {
  private final Given given = new Given(List.of());

  private static ToolSpec tool(String... parameters) {
    StringBuilder properties = new StringBuilder();
    for (String parameter : parameters) {
      properties.append(properties.isEmpty() ? "" : ",");
      properties.append("\"%s\":{\"type\":[\"string\",\"integer\"]}".formatted(parameter));
    }
    return new ToolSpec(
        "act",
        "",
        "{\"type\":\"object\",\"properties\":{%s}}".formatted(properties),
        Effect.WRITE,
        "test",
        List.of());
  }

  @Test
  void anIdThatNobodyGaveIsMadeUp() {
    given.request("Remove the cat Tom from the shop.");
    assertThat(given.madeUp(tool("petId"), "{\"petId\": 1}")).contains("petId");
  }

  @Test
  void anIdOfTheRequestOrOfAResultIsNot() {
    given.request("Give pet 3 to customer C-11 at table four.");
    given.read("list", "{}", "[{\"id\":8,\"name\":\"Tom\",\"serial\":\"TG-104\"}]");
    assertThat(given.madeUp(tool("petId"), "{\"petId\": 3}")).isEmpty();
    assertThat(given.madeUp(tool("petId"), "{\"petId\": \"8\"}")).isEmpty();
    assertThat(given.madeUp(tool("customer_id"), "{\"customer_id\": \"C-11\"}")).isEmpty();
    assertThat(given.madeUp(tool("serial"), "{\"serial\": \"tg-104\"}")).isEmpty();
    assertThat(given.madeUp(tool("tableNumber"), "{\"tableNumber\": 4}")).isEmpty();
  }

  @Test
  void aPartOfAnotherIdIsMadeUpToo() {
    given.request("Pay invoice 9003.");
    assertThat(given.madeUp(tool("number"), "{\"number\": 900}")).contains("number");
    assertThat(given.madeUp(tool("ids"), "{\"ids\": [9003, 9004]}")).contains("ids");
  }

  @Test
  void whatNamesNothingIsTheModelsToChoose() {
    given.request("Book a check-up for the day after 2026-03-15.");
    assertThat(
            given.madeUp(
                tool("date", "reason", "valid"),
                "{\"date\": \"2026-03-16\", \"reason\": \"check-up\", \"valid\": 1}"))
        .isEmpty();
  }

  @Test
  void aValueOfAnEnumIsKnown() {
    ToolSpec tool =
        new ToolSpec(
            "act",
            "",
            "{\"type\":\"object\",\"properties\":{\"code\":{\"enum\":[\"a\",\"b\"]}}}",
            Effect.WRITE,
            "test",
            List.of());
    assertThat(given.madeUp(tool, "{\"code\": \"a\"}")).isEmpty();
  }

  private String kept(Effect effect, String arguments) {
    ToolSpec tool =
        new ToolSpec(
            "act",
            "",
            """
            {"type":"object","required":["city"],"properties":{"city":{"type":"string"},
            "petId":{"type":"integer"},"name":{"type":"string"},"age":{"type":"integer"},
            "kind":{"enum":["dog","cat"]},"tags":{"type":"array"}}}""",
            effect,
            "test",
            List.of());
    return given.withoutInvented(tool, new CallDraft("act", arguments)).arguments();
  }

  @Test
  void anOptionalValueOfWhichNobodyGaveAWordIsLeftOut() {
    given.request("Which pets called Rex are ten years old?");
    assertThat(kept(Effect.READ, "{\"name\":\"John\",\"age\":7,\"petId\":1}")).isEqualTo("{}");
    assertThat(kept(Effect.READ, "{\"name\":\"Rex the dog\",\"age\":10}"))
        .isEqualTo("{\"name\":\"Rex the dog\",\"age\":10}");
  }

  @Test
  void whatIsRequiredUnknownChosenOrHasPartsIsTheModelsToChoose() {
    String arguments = "{\"city\":\"Oslo\",\"kind\":\"cat\",\"tags\":[\"x\"],\"nme\":\"John\"}";
    assertThat(kept(Effect.READ, arguments)).isEqualTo(arguments);
  }

  @Test
  void whichThingIsChangedIsNotLeftOpen() {
    assertThat(kept(Effect.WRITE, "{\"petId\":1,\"name\":\"John\"}")).isEqualTo("{\"petId\":1}");
  }

  private String choices(String parameter, String schema) {
    ToolSpec tool =
        new ToolSpec(
            "act",
            "",
            "{\"type\":\"object\",\"properties\":{\"%s\":%s}}".formatted(parameter, schema),
            Effect.READ,
            "test",
            List.of());
    return JsonMapper.shared()
        .readTree(given.narrow(tool).parameters())
        .at("/properties/" + parameter + "/enum")
        .toString();
  }

  @Test
  void aThingIsOneOfThoseThatWereReadOrThatTheUserNamed() {
    given.request("Who made booking 706?");
    assertThat(choices("customerId", "{\"type\":\"string\"}")).isEmpty();
    given.read(
        "list",
        "{}",
        "[{\"number\":705,\"customerId\":\"C-11\"},{\"number\":706,\"customerId\":\"C-14\"}]");
    assertThat(choices("customerId", "{\"type\":\"string\",\"pattern\":\"^C-[0-9]{2}$\"}"))
        .isEqualTo("[\"C-14\"]");
    assertThat(choices("bookingId", "{\"type\":\"integer\"}")).isEqualTo("[706]");
    assertThat(choices("name", "{\"type\":\"string\"}")).isEmpty();
  }

  @Test
  void ofThingsThatTheRequestIsNotAboutAnyMayBeMeant() {
    given.request("Which customers have a booking?");
    given.read("list", "{}", "[{\"customerId\":\"C-11\"},{\"customerId\":\"C-14\"}]");
    assertThat(choices("customerId", "{\"type\":\"string\"}")).isEqualTo("[\"C-11\",\"C-14\"]");
  }

  @Test
  void aNumberWithinAnotherNameIsNoNumber() {
    given.request("Cancel the booking of TG-107.");
    given.read("getInstrument", "{}", "{\"serial\":\"TG-107\",\"seen\":\"at 2026-04-02\"}");
    assertThat(given.madeUp(tool("number"), "{\"number\":107}")).contains("number");
    assertThat(given.madeUp(tool("number"), "{\"number\":2}")).contains("number");
    assertThat(given.madeUp(tool("serial"), "{\"serial\":\"TG-107\"}")).isEmpty();
  }

  @Test
  void aThingOfWhichNothingSaysWhatTheRequestSaysMayBeAnother() {
    given.request("The visit on 2026-04-09 will not take place. Cancel it.");
    given.read("listBookings", "{}", "[{\"number\":704,\"from\":\"2026-07-10\"}]");
    given.read("listVisits", "{}", "[{\"id\":54,\"date\":\"2026-04-09\"}]");
    assertThat(given.unmeant(tool("number"), "{\"number\":704}")).contains("number");
    assertThat(given.unmeant(tool("visitId"), "{\"visitId\":54}")).isEmpty();
  }

  @Test
  void whatACallSaysItselfNeedNotBeSaidOfTheThing() {
    given.request("Book the oldest dog a visit on 2026-06-01.");
    given.read("listPets", "{}", "[{\"id\":3,\"age\":8},{\"id\":1,\"age\":3}]");
    String arguments = "{\"petId\":3,\"date\":\"2026-06-01\"}";
    assertThat(given.unmeant(tool("petId", "date"), arguments)).isEmpty();
    given.request("Not the one of Ann.");
    assertThat(given.unmeant(tool("petId", "date"), arguments)).contains("petId");
    assertThat(given.unmeant(tool("petId"), "{\"petId\":3}")).contains("petId");
  }

  @Test
  void aNameOfAnotherKindIsNotGiven() {
    given.request("Vik Marina wants to rent TG-101.");
    ToolSpec tool =
        new ToolSpec(
            "act",
            "",
            """
            {"type":"object","properties":{"customerId":{"type":"string","pattern":"^C-[0-9]{2}$"},
            "siteId":{"type":"string"}}}""",
            Effect.WRITE,
            "test",
            List.of());
    assertThat(given.madeUp(tool, "{\"customerId\":\"Vik Marina\"}")).contains("customerId");
    assertThat(given.madeUp(tool, "{\"siteId\":\"Vik Marina\"}")).isEmpty();
  }

  @Test
  void whatTheRequestNumbersIsKnown() {
    given.request("Who made booking 703, and was invoice no. 9003 paid? See pet #4 and TG-101.");
    assertThat(given.numbered()).contains("book", "invoic", "pet");
  }

  @Test
  void whatOneArgumentExplainsTheOtherNeedNot() {
    given.request("The owner Jonas Berg is adopting our tortoise. Record it.");
    given.read("listPets", "{}", "[{\"id\":9,\"kind\":\"tortoise\"}]");
    given.read(
        "listOwners", "{}", "[{\"id\":4,\"name\":\"Jonas Berg\"},{\"id\":1,\"name\":\"Ann\"}]");
    ToolSpec adopt = tool("petId", "ownerId");
    assertThat(given.unmeant(adopt, "{\"petId\":9,\"ownerId\":4}")).isEmpty();
    assertThat(given.unmeant(adopt, "{\"petId\":9,\"ownerId\":1}")).contains("petId");
  }

  private String named(String name) {
    return given
        .withFullNames(new CallDraft("find", "{\"name\":\"%s\"}".formatted(name)))
        .arguments();
  }

  @Test
  void aNameIsLookedUpAsTheUserWroteIt() {
    given.request("Does Ada King know Bob? Tell Eve Moss or Eve Hall about Ada King's letter.");
    assertThat(named("Ada")).isEqualTo("{\"name\":\"Ada King\"}");
    assertThat(named("Ada King")).isEqualTo("{\"name\":\"Ada King\"}");
    assertThat(named("Bob")).isEqualTo("{\"name\":\"Bob\"}");
    assertThat(named("Eve")).isEqualTo("{\"name\":\"Eve\"}");
    assertThat(given.withFullNames(new CallDraft("find", "{\"city\":\"Ada\"}")).arguments())
        .isEqualTo("{\"city\":\"Ada\"}");
  }

  @Test
  void aFieldMayBeCalledAsTheParameterIsButForItsEnd() {
    given.read("list", "{}", "{\"owner\": 2, \"age\": 3}");
    assertThat(choices("ownerId", "{\"type\":\"integer\"}")).isEqualTo("[2]");
  }

  @Test
  void aPatternThatCouldTakeForEverIsNotTried() {
    given.read("list", "{}", "{\"id\": \"%s\"}".formatted("a".repeat(60)));
    String schema = "{\"type\":\"string\",\"pattern\":\"^%sb$\"}".formatted("a*".repeat(25));
    assertThat(choices("id", schema)).contains("aaa");
  }

  @Test
  void aBrokenPatternHindersNothing() {
    given.read("list", "{}", "{\"id\": \"a\"}");
    assertThat(choices("id", "{\"type\":\"string\",\"pattern\":\"[\"}")).isEqualTo("[\"a\"]");
  }

  @Test
  void aThingIsChangedOnlyWhenWhatTheRequestCallsItWasRead() {
    given.request("Cancel the booking of Nordlys Survey.");
    given.read("list", "{}", "[{\"number\":701,\"customerId\":\"C-13\"}]");
    assertThat(given.unseen(tool("number"), "{\"number\":701}"))
        .containsExactly("Nordlys", "Survey");
    given.read("list", "{}", "{\"id\":\"C-13\",\"name\":\"Nordlys Survey\"}");
    assertThat(given.unseen(tool("number"), "{\"number\":701}")).isEmpty();
  }

  @Test
  void aCodeIsSeenWhenAThingOfThatNumberWasRead() {
    given.request("Which customer was invoice no. 9003 made out to, older than 5 days?");
    given.read("findCustomers", "{}", "[{\"id\":\"C-11\"}]");
    Set<String> kinds = Kinds.of("listInvoices");
    assertThat(given.unseen(kinds)).containsExactly("9003");
    assertThat(given.unseen(Kinds.of("listPets"))).isEmpty();
    given.read("listInvoices", "{}", "[{\"number\":9003,\"customerId\":\"C-13\"}]");
    assertThat(given.unseen(kinds)).isEmpty();
  }

  @Test
  void aThingThatTheUserNumbersIsKnown() {
    given.request("Tell Ann that booking 701 is cancelled.");
    assertThat(given.unseen(tool("number"), "{\"number\":701}")).isEmpty();
  }

  @Test
  void datesCodesAndAddressesInAnAnswerMustHaveBeenGiven() {
    given.request("When does the tortoise Flash go to the vet?");
    given.read(
        "list",
        "{}",
        "[{\"id\":52,\"date\":\"2026-04-02\",\"mail\":\"vet@flash.example\",\"room\":\"V-12\"}]");
    assertThat(given.grounds("On 2026-04-02 in V-12; write to vet@flash.example.")).isTrue();
    assertThat(given.grounds("An 8-year-old goes 3 times, on April 2.")).isTrue();
    given.read("list", "{}", "{\"time\":\"2026-02-15T06:00:00Z\"}");
    assertThat(given.grounds("On 2026-02-15.")).isTrue();
    assertThat(given.grounds("At 2026-02-15T06:00:00Z.")).isTrue();
    assertThat(given.grounds("On 2023-04-15.")).isFalse();
    assertThat(given.grounds("In V-13.")).isFalse();
    assertThat(given.grounds("Write to info@flash.example.")).isFalse();
  }
}
