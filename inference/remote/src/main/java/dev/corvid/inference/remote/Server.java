package dev.corvid.inference.remote;

import java.util.HashSet;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A server, how it is reached and what is known of it.
///
/// @param settings with the model's id
record Server(
    RemoteSettings settings, Wire wire, Failures failures, Dialect dialect, Requests requests) {
  private static final int LONGEST_ANSWER = 4 << 20;

  static Server of(RemoteSettings settings, Wire wire) {
    Dialect dialect = new Dialect(settings.url().toString());
    return new Server(
        settings, wire, new Failures(settings), dialect, new Requests(settings.model(), dialect));
  }

  /// Ask for something short, again where that helps.
  ///
  /// @throws RemoteException if there is no JSON answer
  JsonNode ask(String path, ObjectNode request) {
    byte[] body = JsonMapper.shared().writeValueAsBytes(request);
    return Retrying.call(
        settings.retries(),
        () -> false,
        () -> json(wire.post(wire.url(path), body, settings.timeout())));
  }

  /// The same for a request without a body.
  JsonNode ask(String path) {
    return Retrying.call(
        settings.retries(), () -> false, () -> json(wire.get(wire.url(path), settings.timeout())));
  }

  private JsonNode json(Body answer) {
    byte[] bytes = wire.all(answer, LONGEST_ANSWER, settings.timeout());
    try {
      JsonNode json = JsonMapper.shared().readTree(bytes);
      ServerError.inside(json)
          .ifPresent(
              error -> {
                throw failures.of(error);
              });
      return json;
    } catch (JacksonException e) {
      throw failures.notUnderstood("an answer that is not JSON");
    }
  }

  /// The names of a request's parameters.
  static Set<String> names(ObjectNode request) {
    return new HashSet<>(request.propertyNames());
  }
}
