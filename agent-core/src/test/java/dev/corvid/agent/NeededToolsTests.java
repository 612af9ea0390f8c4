package dev.corvid.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NeededToolsTests {
  private static final ToolSpec LIST_INSTRUMENTS = tool("listInstruments", Effect.READ);
  private static final ToolSpec GET_INSTRUMENT = tool("getInstrument", Effect.READ, "serial");
  private static final ToolSpec LATEST_READING = tool("latestReading", Effect.READ, "serial");
  private static final ToolSpec FIND_CUSTOMERS = tool("findCustomers", Effect.READ);
  private static final ToolSpec LIST_BOOKINGS = tool("listBookings", Effect.READ);
  private static final ToolSpec CREATE_BOOKING =
      tool("createBooking", Effect.WRITE, "serial", "customerId", "from");
  private static final ToolSpec CANCEL_BOOKING = tool("cancelBooking", Effect.WRITE, "number");
  private static final ToolSpec LIST_INVOICES = tool("listInvoices", Effect.READ);
  private static final ToolSpec PAY_INVOICE = tool("payInvoice", Effect.WRITE, "number");
  private static final List<ToolSpec> ALL =
      List.of(
          LIST_INSTRUMENTS,
          GET_INSTRUMENT,
          LATEST_READING,
          FIND_CUSTOMERS,
          LIST_BOOKINGS,
          CREATE_BOOKING,
          CANCEL_BOOKING,
          LIST_INVOICES,
          PAY_INVOICE);

  private static ToolSpec tool(String name, Effect effect, String... required) {
    String properties =
        String.join(
            ",",
            List.of(required).stream().map("\"%s\":{\"type\":\"string\"}"::formatted).toList());
    String parameters =
        "{\"type\":\"object\",\"properties\":{%s},\"required\":[%s]}"
            .formatted(
                properties,
                String.join(",", List.of(required).stream().map("\"%s\""::formatted).toList()));
    return new ToolSpec(name, "", parameters, effect, "test", List.of());
  }

  @Test
  void whatSaysWhichThingsThereAreIsAdded() {
    assertThat(NeededTools.with(List.of(CREATE_BOOKING), ALL))
        .containsExactly(CREATE_BOOKING, LIST_INSTRUMENTS, FIND_CUSTOMERS);
    assertThat(NeededTools.with(List.of(LATEST_READING), ALL))
        .containsExactly(LATEST_READING, LIST_INSTRUMENTS);
  }

  @Test
  void aNumberIsThatOfWhatTheToolSpeaksOf() {
    assertThat(NeededTools.with(List.of(CANCEL_BOOKING), ALL))
        .containsExactly(CANCEL_BOOKING, LIST_BOOKINGS);
    assertThat(NeededTools.with(List.of(PAY_INVOICE), ALL))
        .containsExactly(PAY_INVOICE, LIST_INVOICES);
  }

  @Test
  void whatIsThereIsNotAddedAgainAndWhatNothingTellsIsLeft() {
    List<ToolSpec> enough = List.of(LIST_INSTRUMENTS, FIND_CUSTOMERS, CREATE_BOOKING);
    assertThat(NeededTools.with(enough, ALL)).isEqualTo(enough);
    assertThat(NeededTools.with(List.of(CREATE_BOOKING), List.of(CREATE_BOOKING)))
        .containsExactly(CREATE_BOOKING);
    assertThat(NeededTools.with(List.of(), ALL)).isEmpty();
  }
}
