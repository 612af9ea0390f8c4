package dev.corvid.inference.remote;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Asks a server which models it has.
final class Models {
  private static final int MOST_SHOWN = 8;

  private Models() {}

  /// The id of the only model that a server offers.
  ///
  /// @throws RemoteException.ModelUnknown if it offers none or several
  static String only(Server server) {
    List<String> ids = new ArrayList<>();
    for (JsonNode each : server.ask("/models").path("data")) {
      if (each.path("id").isString() && !each.path("id").asString().isBlank()) {
        ids.add(each.path("id").asString());
      }
    }
    if (ids.size() == 1) {
      return ids.getFirst();
    }
    String what =
        ids.isEmpty()
            ? "it offers no model"
            : "it offers %,d models: %s".formatted(ids.size(), shown(ids));
    throw new RemoteException.ModelUnknown(
        server.failures().about(what),
        ids.isEmpty() ? "Load a model there, or name it." : "Name one of them.");
  }

  private static String shown(List<String> ids) {
    List<String> first = ids.stream().limit(MOST_SHOWN).map(Texts::quoted).toList();
    return String.join(", ", first) + (ids.size() > MOST_SHOWN ? ", …" : "");
  }
}
