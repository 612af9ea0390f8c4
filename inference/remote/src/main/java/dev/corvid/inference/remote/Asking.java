package dev.corvid.inference.remote;

import dev.corvid.agent.Completion;
import dev.corvid.agent.Constraint;
import dev.corvid.agent.GenerationOptions;
import dev.corvid.agent.Prompt;
import dev.corvid.agent.spi.LanguageModel.GenerationListener;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// One call of `generate`: asked again where nothing has come yet, and otherwise where the server
/// does not understand how it is asked. Not thread-safe.
final class Asking {
  private final Server server;
  private final Prompt prompt;
  private final GenerationOptions options;
  private final GenerationListener listener;
  private final int promptTokens;
  private final Optional<JsonNode> schema;
  private Generation current;

  /// @param options whose `maxTokens` the context has room for
  /// @param promptTokens as counted here
  /// @throws RemoteException.Constrained if the constraint is no schema
  Asking(
      Server server,
      Prompt prompt,
      GenerationOptions options,
      GenerationListener listener,
      int promptTokens) {
    this.server = server;
    this.prompt = prompt;
    this.options = options;
    this.listener = listener;
    this.promptTokens = promptTokens;
    this.schema =
        options.constraint() instanceof Constraint.JsonSchema constraint
            ? Optional.of(Requests.schema(constraint))
            : Optional.empty();
    this.current = begin();
  }

  private Generation begin() {
    return new Generation(options, listener, promptTokens);
  }

  Completion run() {
    Dialect dialect = server.dialect();
    String kind = schema.map(Requests::kind).orElse("");
    ReplyFormat format = schema.isPresent() ? dialect.format(kind) : ReplyFormat.TEXT;
    Optional<RemoteException.Refused> refusal = Optional.empty();
    while (true) {
      ObjectNode request = server.requests().generation(prompt, options, format);
      try {
        Completion completion = send(request);
        if (schema.isPresent()) {
          dialect.worked(kind, format);
        }
        return completion;
      } catch (RemoteException.Refused e) {
        refusal = refusal.or(() -> Optional.of(e));
        if (current.begun()) {
          throw e;
        }
        if (!dialect.learn(e.error(), Server.names(request))) {
          format = dialect.weaker(format, e.error()).orElseThrow(refusal::get);
        }
      }
    }
  }

  private Completion send(ObjectNode request) {
    byte[] body = JsonMapper.shared().writeValueAsBytes(request);
    Wire wire = server.wire();
    RemoteSettings settings = server.settings();
    return Retrying.call(
        settings.retries(),
        () -> current.begun(),
        () -> {
          current = begin();
          Body answer = wire.post(wire.url(Requests.path(prompt)), body, settings.timeout());
          return current.read(answer, server.failures(), settings.timeout());
        });
  }
}
