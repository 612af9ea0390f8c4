package dev.corvid.tools.mcp;

import tools.jackson.databind.JsonNode;

/// What became of a request.
sealed interface Reply {
  /// The server answered.
  record Result(JsonNode value) implements Reply {}

  /// The server refused it by a JSON-RPC error.
  record Refused(int code, String message) implements Reply {}

  /// It never left.
  record Unsent(String why) implements Reply {}

  /// It left, and what the server did is not known.
  ///
  /// @param why goes on after "The server", such as `did not answer within 60 s`
  record Lost(String why) implements Reply {}
}
