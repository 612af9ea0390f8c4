package dev.corvid.eval;

import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/// A request, the functions offered for it and the calls that are right.
///
/// @param id unique in its file
/// @param request what the user asks
/// @param functions as BFCL describes them
/// @param answers the accepted calls; empty where none is right
record CallCase(String id, String request, List<JsonNode> functions, List<JsonNode> answers) {
  CallCase {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(request, "request");
    functions = List.copyOf(functions);
    answers = List.copyOf(answers);
  }
}
