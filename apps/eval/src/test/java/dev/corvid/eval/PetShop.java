package dev.corvid.eval;

import dev.corvid.eval.JsonServer.Rejected;
import dev.corvid.eval.JsonServer.Reply;
import dev.corvid.eval.JsonServer.Request;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The API of `petshop.yaml`: animals, owners and visits to a vet who does not work on Sundays.
final class PetShop implements JsonServer.Api {
  private static final int MOST_AGE = 150;
  private static final Shape PET =
      new Shape()
          .text("name", true)
          .choice("kind", true, "dog", "cat", "rabbit", "parrot", "tortoise")
          .whole("age", true, MOST_AGE)
          .choice("status", false, "available", "reserved", "adopted");
  private static final Shape OWNER =
      new Shape().text("name", true).text("city", true).text("phone", false);
  private static final Shape ADOPTION = new Shape().whole("ownerId", true, Integer.MAX_VALUE);
  private static final Shape VISIT =
      new Shape().whole("petId", true, Integer.MAX_VALUE).date("date", true).text("reason", true);

  private final Rows pets;
  private final Rows owners;
  private final Rows visits;

  PetShop(JsonNode data) {
    pets = new Rows("pet", "id", data.path("pets"));
    owners = new Rows("owner", "id", data.path("owners"));
    visits = new Rows("visit", "id", data.path("visits"));
  }

  @Override
  public Reply handle(Request request) {
    return switch (request.route()) {
      case "GET pets" -> Reply.ok(listPets(request));
      case "POST pets" -> Reply.created(addPet(PET.check(request.body())));
      case "GET pets/*" -> Reply.ok(pets.require(request.id()));
      case "PATCH pets/*" ->
          Reply.ok(pets.require(request.id()).setAll(PET.checkSome(request.body())));
      case "DELETE pets/*" -> {
        pets.remove(request.id());
        yield Reply.gone();
      }
      case "POST pets/*/adoption" -> Reply.ok(adopt(request));
      case "GET owners" -> {
        request.allowOnly("name", "city");
        yield Reply.ok(owners.matching(request.query()));
      }
      case "POST owners" -> Reply.created(numbered(owners, OWNER.check(request.body())));
      case "GET owners/*" -> Reply.ok(owners.require(request.id()));
      case "GET visits" -> {
        request.allowOnly("petId", "date");
        yield Reply.ok(visits.matching(request.query()));
      }
      case "POST visits" -> Reply.created(bookVisit(VISIT.check(request.body())));
      case "DELETE visits/*" -> {
        visits.remove(request.id());
        yield Reply.gone();
      }
      default -> throw new Rejected(404, "There is no such operation.");
    };
  }

  private ArrayNode listPets(Request request) {
    request.allowOnly("name", "kind", "status", "min_age", "max_age");
    Map<String, String> equal = new HashMap<>(request.query());
    int least = number(equal.remove("min_age"), 0);
    int most = number(equal.remove("max_age"), MOST_AGE);
    ArrayNode found = pets.matching(equal);
    found.removeIf(pet -> pet.path("age").asInt() < least || pet.path("age").asInt() > most);
    return found;
  }

  private static int number(@org.jspecify.annotations.Nullable String text, int otherwise) {
    if (text == null) {
      return otherwise;
    }
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new Rejected(400, "An age must be a whole number.");
    }
  }

  private ObjectNode addPet(ObjectNode pet) {
    ObjectNode added = numbered(pets, pet);
    if (!added.has("status")) {
      added.put("status", "available");
    }
    return added;
  }

  private static ObjectNode numbered(Rows rows, ObjectNode fields) {
    ObjectNode row = JsonLines.JSON.createObjectNode().put("id", rows.nextNumber());
    return rows.put(row.setAll(fields));
  }

  private ObjectNode adopt(Request request) {
    ObjectNode pet = pets.require(request.id());
    JsonNode owner = ADOPTION.check(request.body()).path("ownerId");
    owners.require(owner.asString());
    if (pet.path("status").asString().equals("adopted")) {
      throw new Rejected(409, "The pet is adopted already.");
    }
    return pet.put("status", "adopted").put("ownerId", owner.asInt());
  }

  private ObjectNode bookVisit(ObjectNode visit) {
    pets.require(visit.path("petId").asString());
    LocalDate date = LocalDate.parse(visit.path("date").asString());
    if (date.getDayOfWeek() == DayOfWeek.SUNDAY) {
      throw new Rejected(409, "%s is a Sunday: the vet is closed.".formatted(date));
    }
    return numbered(visits, visit);
  }

  @Override
  public JsonNode state() {
    ObjectNode state = JsonLines.JSON.createObjectNode();
    state.set("pets", pets.all());
    state.set("owners", owners.all());
    state.set("visits", visits.all());
    return state.deepCopy();
  }
}
