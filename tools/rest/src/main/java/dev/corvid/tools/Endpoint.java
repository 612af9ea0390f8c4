package dev.corvid.tools;

import dev.corvid.agent.Effect;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// An operation as it can be called.
///
/// @param method in capitals
/// @param path the template, beginning with a slash
/// @param base where the path is appended, without a slash at its end; empty if nobody names a
///   server
/// @param parameters those that are sent, without what credentials fill in
/// @param security alternatives, each a list of security schemes that belong together
/// @param response the schema of an answer that succeeds
/// @param accept what answers are understood
/// @param idempotencyHeader the header that tells a repeated request, if the operation takes one
record Endpoint(
    String method,
    String path,
    Optional<URI> base,
    List<Parameter> parameters,
    Optional<Body> body,
    List<List<String>> security,
    Optional<JsonNode> response,
    String accept,
    Optional<String> idempotencyHeader) {
  Endpoint {
    parameters = List.copyOf(parameters);
    security = List.copyOf(security);
  }

  Effect effect() {
    return switch (method) {
      case "GET", "HEAD", "OPTIONS" -> Effect.READ;
      default -> Effect.WRITE;
    };
  }
}
