package dev.corvid.eval;

import dev.corvid.eval.JsonServer.Rejected;
import dev.corvid.eval.JsonServer.Reply;
import dev.corvid.eval.JsonServer.Request;
import java.time.LocalDate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The API of `gauge-office.json`: tide gauges for rent, customers, bookings and invoices.
final class GaugeOffice implements JsonServer.Api {
  private static final String[] HARBOURS = {"Skagen", "Husum", "Vik", "Ronne"};
  private static final Shape NEW_INSTRUMENT =
      serial(new Shape())
          .text("model", true)
          .choice("harbour", true, HARBOURS)
          .amount("dailyRate", true);
  private static final Shape INSTRUMENT_CHANGE =
      new Shape()
          .choice("status", false, "available", "rented", "repair")
          .choice("harbour", false, HARBOURS)
          .amount("dailyRate", false);
  private static final Shape CUSTOMER =
      new Shape()
          .text("name", true)
          .choice("harbour", true, HARBOURS)
          .with("email", true, "an email address", node -> node.asString("").contains("@"));
  private static final Shape BOOKING =
      serial(new Shape()).text("customerId", true).date("from", true).date("to", true);
  private static final Shape PAYMENT = new Shape().amount("amount", true);

  private final Rows instruments;
  private final Rows readings;
  private final Rows customers;
  private final Rows bookings;
  private final Rows invoices;

  GaugeOffice(JsonNode data) {
    instruments = new Rows("instrument", "serial", data.path("instruments"));
    readings = new Rows("reading of", "serial", data.path("readings"));
    customers = new Rows("customer", "id", data.path("customers"));
    bookings = new Rows("booking", "number", data.path("bookings"));
    invoices = new Rows("invoice", "number", data.path("invoices"));
  }

  private static Shape serial(Shape shape) {
    return shape.with(
        "serial", true, "TG- and three digits", node -> node.asString("").matches("TG-[0-9]{3}"));
  }

  @Override
  public Reply handle(Request request) {
    return switch (request.route()) {
      case "GET instruments" -> listed(instruments, request, "status", "harbour");
      case "POST instruments" -> Reply.created(register(NEW_INSTRUMENT.check(request.body())));
      case "GET instruments/*" -> Reply.ok(instruments.require(request.id()));
      case "PATCH instruments/*" -> changed(instruments, INSTRUMENT_CHANGE, request);
      case "DELETE instruments/*" -> retire(request.id());
      case "GET instruments/*/reading" -> Reply.ok(readings.require(request.id()));
      case "GET customers" -> listed(customers, request, "name", "harbour");
      case "POST customers" -> Reply.created(addCustomer(CUSTOMER.check(request.body())));
      case "GET customers/*" -> Reply.ok(customers.require(request.id()));
      case "PATCH customers/*" -> changed(customers, CUSTOMER, request);
      case "GET bookings" -> listed(bookings, request, "serial", "customerId", "status");
      case "POST bookings" -> Reply.created(book(BOOKING.check(request.body())));
      case "POST bookings/*/cancellation" -> Reply.ok(cancel(bookings.require(request.id())));
      case "GET invoices" -> listed(invoices, request, "customerId", "paid");
      case "POST invoices/*/payment" -> Reply.ok(pay(request));
      default -> throw new Rejected(404, "There is no such operation.");
    };
  }

  private static Reply listed(Rows rows, Request request, String... filters) {
    request.allowOnly(filters);
    return Reply.ok(rows.matching(request.query()));
  }

  private static Reply changed(Rows rows, Shape shape, Request request) {
    return Reply.ok(rows.require(request.id()).setAll(shape.checkSome(request.body())));
  }

  private ObjectNode register(ObjectNode instrument) {
    String serial = instrument.path("serial").asString();
    if (instruments.has(serial)) {
      throw new Rejected(409, "There is an instrument %s already.".formatted(serial));
    }
    return instruments.put(instrument.deepCopy().put("status", "available"));
  }

  private Reply retire(String serial) {
    if (instruments.require(serial).path("status").asString().equals("rented")) {
      throw new Rejected(409, "%s is rented and cannot be retired.".formatted(serial));
    }
    instruments.remove(serial);
    return Reply.gone();
  }

  private ObjectNode addCustomer(ObjectNode fields) {
    int number = 10;
    while (customers.has("C-" + ++number)) {
      // Taken.
    }
    ObjectNode customer = JsonLines.JSON.createObjectNode().put("id", "C-" + number);
    return customers.put(customer.setAll(fields));
  }

  private ObjectNode book(ObjectNode fields) {
    instruments.require(fields.path("serial").asString());
    customers.require(fields.path("customerId").asString());
    LocalDate from = LocalDate.parse(fields.path("from").asString());
    LocalDate to = LocalDate.parse(fields.path("to").asString());
    if (to.isBefore(from)) {
      throw new Rejected(400, "The last day is before the first.");
    }
    boolean taken =
        !bookings
            .where(
                other ->
                    other.path("status").asString().equals("active")
                        && other.path("serial").equals(fields.path("serial"))
                        && !LocalDate.parse(other.path("to").asString()).isBefore(from)
                        && !LocalDate.parse(other.path("from").asString()).isAfter(to))
            .isEmpty();
    if (taken) {
      throw new Rejected(409, "The instrument is booked on these days.");
    }
    ObjectNode booking = JsonLines.JSON.createObjectNode().put("number", bookings.nextNumber());
    booking.setAll(fields);
    return bookings.put(booking.put("status", "active"));
  }

  private static ObjectNode cancel(ObjectNode booking) {
    if (!booking.path("status").asString().equals("active")) {
      throw new Rejected(409, "The booking is cancelled already.");
    }
    return booking.put("status", "cancelled");
  }

  private ObjectNode pay(Request request) {
    ObjectNode invoice = invoices.require(request.id());
    double amount = PAYMENT.check(request.body()).path("amount").asDouble();
    if (invoice.path("paid").asBoolean()) {
      throw new Rejected(409, "The invoice is paid already.");
    }
    if (amount != invoice.path("amount").asDouble()) {
      throw new Rejected(
          409, "The open amount is %s euros.".formatted(invoice.path("amount").asString()));
    }
    return invoice.put("paid", true);
  }

  @Override
  public JsonNode state() {
    ObjectNode state = JsonLines.JSON.createObjectNode();
    state.set("instruments", instruments.all());
    state.set("customers", customers.all());
    state.set("bookings", bookings.all());
    state.set("invoices", invoices.all());
    return state.deepCopy();
  }
}
