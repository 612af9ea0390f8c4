package dev.corvid.inference.remote;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a server was found not to understand, so that it is not asked for it again. Each finding is
/// told once, as a warning. Thread-safe.
final class Dialect {
  private static final Logger log = LoggerFactory.getLogger(Dialect.class);

  /// What a request can do without, each with what follows.
  private static final Map<String, String> OPTIONAL =
      Map.of(
          "stream_options", "tokens are counted here",
          "max_completion_tokens", "only the server ends a long text",
          "max_tokens", "it is called max_completion_tokens instead",
          "temperature", "the server chooses it",
          "top_p", "the server chooses it",
          "top_k", "it has no effect",
          "min_p", "it has no effect",
          "seed", "texts may differ from run to run",
          "stop", "texts are cut here");

  private final String server;
  private final Set<String> without = ConcurrentHashMap.newKeySet();
  private final Map<String, ReplyFormat> formats = new ConcurrentHashMap<>();
  private volatile boolean withoutLogProbabilities;

  /// @param server its URL
  Dialect(String server) {
    this.server = server;
  }

  /// Whether the server understands this parameter, as far as is known.
  boolean knows(String parameter) {
    return !without.contains(parameter);
  }

  /// Learn from a refusal.
  ///
  /// @param sent the names in the request that was refused
  /// @return whether the request would now be another one
  boolean learn(ServerError error, Set<String> sent) {
    for (String name : List.copyOf(OPTIONAL.keySet())) {
      if (sent.contains(name) && error.blames(name) && isMeant(name, error)) {
        if (without.add(name)) {
          log.warn("{} does not know '{}': {}", server, name, OPTIONAL.get(name));
        }
        return true;
      }
    }
    return false;
  }

  /// The limit is named by many messages that are about something else.
  private static boolean isMeant(String name, ServerError error) {
    return error.names(name)
        && (!name.equals("max_tokens") || error.names("max_completion_tokens"));
  }

  /// How to ask for JSON under a schema of this kind.
  ///
  /// @param kind the type of its root: a server may take objects only
  ReplyFormat format(String kind) {
    return formats.getOrDefault(kind, ReplyFormat.JSON_SCHEMA);
  }

  /// The format to try after a refusal, if the refusal may be about it.
  Optional<ReplyFormat> weaker(ReplyFormat format, ServerError error) {
    return error.blames("response_format") || error.blames("json_schema")
        ? format.weaker()
        : Optional.empty();
  }

  /// Remember how the server could be asked.
  void worked(String kind, ReplyFormat format) {
    if (format != format(kind)) {
      formats.put(kind, format);
      if (format != ReplyFormat.JSON_OBJECT_UNDER_SCHEMA) {
        log.warn("{} {} (schemas of type '{}')", server, format.meaning(), kind);
      }
    }
  }

  boolean tellsLogProbabilities() {
    return !withoutLogProbabilities;
  }

  void tellsNoLogProbabilities() {
    if (!withoutLogProbabilities) {
      withoutLogProbabilities = true;
      log.warn(
          "{} tells no log-probabilities: what the agent would score is decided by one reply",
          server);
    }
  }
}
