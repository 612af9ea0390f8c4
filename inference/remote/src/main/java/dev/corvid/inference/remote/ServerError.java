package dev.corvid.inference.remote;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// What a server says of a failure, by status or inside an answer. Its words are untrusted.
///
/// @param status of the answer, or what an error inside it says of itself
/// @param words the message, the code, the type and the parameter, in lower case
/// @param message the message alone; empty if there is none
/// @param pause how long the server asks to wait; zero if it does not say
record ServerError(int status, String message, String words, Duration pause) {
  private static final Pattern CONTEXT =
      Pattern.compile(
          "context_length_exceeded|exceed_context_size|context (length|window|size)|maximum context");

  private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

  /// What was answered with a status other than 200.
  static ServerError of(int status, byte[] body, Optional<String> retryAfter) {
    String text = new String(body, StandardCharsets.UTF_8);
    JsonNode json = parse(text);
    Duration pause =
        retryAfter
            .map(String::strip)
            .filter(value -> SECONDS.matcher(value).matches())
            .map(value -> Duration.ofSeconds(Long.parseLong(value)))
            .orElse(Duration.ZERO);
    if (json.isObject()) {
      return new ServerError(status, message(json), words(json), pause);
    }
    boolean page = text.stripLeading().startsWith("<");
    return page
        ? new ServerError(status, "", "", pause)
        : new ServerError(status, text, text.toLowerCase(Locale.ROOT), pause);
  }

  /// The error inside an answer that said all was well, if there is one.
  static Optional<ServerError> inside(JsonNode json) {
    JsonNode error = json.path("error");
    boolean old = json.path("object").asString("").equals("error");
    if (!old && (error.isMissingNode() || error.isNull())) {
      return Optional.empty();
    }
    int code = (old ? json : error).path("code").asInt(0);
    String type = (old ? json : error).path("type").asString("");
    int status = code >= 400 && code < 600 ? code : type.startsWith("invalid_request") ? 400 : 500;
    return Optional.of(new ServerError(status, message(json), words(json), Duration.ZERO));
  }

  private static JsonNode parse(String text) {
    try {
      return JsonMapper.shared().readTree(text);
    } catch (JacksonException e) {
      return MissingNode.getInstance();
    }
  }

  private static String message(JsonNode json) {
    JsonNode error = json.path("error");
    for (JsonNode node :
        new JsonNode[] {error.path("message"), error, json.path("message"), json.path("detail")}) {
      if (node.isString()) {
        return node.asString();
      }
    }
    JsonNode detail = json.path("detail");
    return detail.isMissingNode() ? "" : detail.toString();
  }

  private static String words(JsonNode json) {
    return json.toString().toLowerCase(Locale.ROOT);
  }

  /// Whether the prompt was too long for the server.
  boolean isAboutContext() {
    return CONTEXT.matcher(words).find();
  }

  /// Whether the words hold this name of a parameter or a part of the request.
  boolean names(String name) {
    return Pattern.compile("(?<![a-z_])" + Pattern.quote(name) + "(?![a-z_])")
        .matcher(words)
        .find();
  }

  /// Whether the request itself is at fault: a status for that, or another one that says so.
  boolean blames(String name) {
    return status == 400 || status == 422 || status == 501 || status == 500 && names(name);
  }
}
