package dev.corvid.eval;

import dev.corvid.agent.spi.Tool;
import dev.corvid.tools.RestSettings;
import dev.corvid.tools.RestTools;
import dev.corvid.tools.Specification;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The two servers with fresh data, and their operations as tools.
final class TaskWorld implements AutoCloseable {
  private final JsonServer shop;
  private final JsonServer office;
  private final RestTools tools;

  private TaskWorld(JsonServer shop, JsonServer office) {
    this.shop = shop;
    this.office = office;
    this.tools = RestTools.of(List.of(api("petshop.yaml", shop), api("gauge-office.json", office)));
  }

  private static RestTools.Api api(String specification, JsonServer server) {
    return new RestTools.Api(
        Specification.read(TaskCase.resource(specification)),
        RestSettings.defaults().withBaseUrl(server.url()));
  }

  static TaskWorld open() throws IOException {
    return new TaskWorld(JsonServer.start(petShop()), JsonServer.start(gaugeOffice()));
  }

  private static PetShop petShop() throws IOException {
    return new PetShop(data("petshop-data.json"));
  }

  private static GaugeOffice gaugeOffice() throws IOException {
    return new GaugeOffice(data("gauge-office-data.json"));
  }

  private static JsonNode data(String name) throws IOException {
    return JsonLines.JSON.readTree(Files.readAllBytes(TaskCase.resource(name)));
  }

  List<Tool> tools() {
    return tools.tools();
  }

  RestTools provider() {
    return tools;
  }

  /// What both servers keep now.
  JsonNode state() {
    return state(shop.api(), office.api());
  }

  /// The requests that could change something, those that failed too.
  List<JsonServer.Seen> writes() {
    return Stream.concat(shop.seen().stream(), office.seen().stream())
        .filter(JsonServer.Seen::isWrite)
        .toList();
  }

  int requests() {
    return shop.seen().size() + office.seen().size();
  }

  /// What the servers keep after the writes.
  ///
  /// @throws IllegalArgumentException if one of the writes fails
  static JsonNode stateAfter(List<TaskCase.Write> writes) throws IOException {
    PetShop shop = petShop();
    GaugeOffice office = gaugeOffice();
    for (TaskCase.Write write : writes) {
      boolean forShop = write.path().matches("/(?:pets|owners|visits)\\b.*");
      JsonServer.Reply reply =
          JsonServer.answer(
              forShop ? shop : office, write.method(), write.path(), Map.of(), write.body());
      if (reply.status() >= 300) {
        throw new IllegalArgumentException("%s: %s".formatted(write, reply.body()));
      }
    }
    return state(shop, office);
  }

  private static JsonNode state(JsonServer.Api shop, JsonServer.Api office) {
    ObjectNode state = JsonLines.JSON.createObjectNode();
    state.set("shop", shop.state());
    state.set("office", office.state());
    return state;
  }

  @Override
  public void close() {
    tools.close();
    shop.close();
    office.close();
  }
}
