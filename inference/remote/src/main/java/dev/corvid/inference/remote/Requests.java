package dev.corvid.inference.remote;

import dev.corvid.agent.Constraint;
import dev.corvid.agent.GenerationOptions;
import dev.corvid.agent.Message;
import dev.corvid.agent.Prompt;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes requests in a server's dialect.
///
/// @param model the model's id
record Requests(String model, Dialect dialect) {
  /// OpenAI takes no more.
  private static final int MOST_STOPS = 4;

  private static final int TOP = 20;

  /// OpenAI's limit where bare text is continued.
  private static final int TOP_OF_TEXT = 5;

  /// Where a prompt of this kind is sent.
  static String path(Prompt prompt) {
    return switch (prompt) {
      case Prompt.Chat _ -> "/chat/completions";
      case Prompt.Text _ -> "/completions";
    };
  }

  ObjectNode generation(Prompt prompt, GenerationOptions options, ReplyFormat format) {
    ObjectNode request = of(prompt, options.maxTokens());
    request.put("stream", true);
    if (dialect.knows("stream_options")) {
      request.putObject("stream_options").put("include_usage", true);
    }
    putSampling(request, options);
    if (!options.stop().isEmpty() && dialect.knows("stop")) {
      ArrayNode stops = request.putArray("stop");
      options.stop().stream().limit(MOST_STOPS).forEach(stops::add);
    }
    if (options.constraint() instanceof Constraint.JsonSchema constraint) {
      format.put(request, constraint, schema(constraint));
    }
    return request;
  }

  private void putSampling(ObjectNode request, GenerationOptions options) {
    if (dialect.knows("temperature")) {
      request.put("temperature", options.temperature());
    }
    if (options.topP() < 1 && dialect.knows("top_p")) {
      request.put("top_p", options.topP());
    }
    if (options.topK() > 0 && dialect.knows("top_k")) {
      request.put("top_k", options.topK());
    }
    if (options.minP() > 0 && dialect.knows("min_p")) {
      request.put("min_p", options.minP());
    }
    if (options.temperature() > 0 && dialect.knows("seed")) {
      request.put("seed", options.seed());
    }
  }

  /// Ask for the likeliest tokens that could come next.
  ObjectNode firstToken(Prompt prompt) {
    ObjectNode request = of(prompt, 1);
    if (dialect.knows("temperature")) {
      request.put("temperature", 0);
    }
    switch (prompt) {
      case Prompt.Chat _ -> request.put("logprobs", true).put("top_logprobs", TOP);
      case Prompt.Text _ -> request.put("logprobs", TOP_OF_TEXT);
    }
    return request;
  }

  private ObjectNode of(Prompt prompt, int maxTokens) {
    ObjectNode request = JsonMapper.shared().createObjectNode().put("model", model);
    switch (prompt) {
      case Prompt.Chat(List<Message> messages) -> {
        ArrayNode array = request.putArray("messages");
        for (Message message : messages) {
          String role = message.role().name().toLowerCase(Locale.ROOT);
          array.addObject().put("role", role).put("content", message.text());
        }
      }
      case Prompt.Text(String text) -> request.put("prompt", text);
    }
    if (dialect.knows("max_tokens")) {
      request.put("max_tokens", maxTokens);
    } else if (dialect.knows("max_completion_tokens")) {
      request.put("max_completion_tokens", maxTokens);
    }
    return request;
  }

  /// @throws RemoteException.Constrained if it is no schema
  static JsonNode schema(Constraint.JsonSchema constraint) {
    JsonNode schema;
    try {
      schema = JsonMapper.shared().readTree(constraint.schema());
    } catch (JacksonException e) {
      throw new RemoteException.Constrained("The schema is not JSON: " + line(e));
    }
    if (!schema.isObject()) {
      throw new RemoteException.Constrained("A schema must be a JSON object.");
    }
    JsonNode type = schema.path("type");
    if (!(type.isMissingNode() || type.isString() || type.isArray())) {
      throw new RemoteException.Constrained(
          "/type must be a name or a list of names, is " + Texts.quoted(type.toString()));
    }
    return schema;
  }

  private static String line(JacksonException e) {
    return Texts.quoted(String.valueOf(e.getOriginalMessage()));
  }

  /// The type of a schema's root, for people and as a key.
  static String kind(JsonNode schema) {
    return schema.path("type").isString() ? Texts.quoted(schema.path("type").asString()) : "any";
  }
}
