package dev.corvid.inference.remote;

import dev.corvid.agent.Message;
import dev.corvid.agent.Prompt;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Counts tokens by the server's own tokenizer if it has one to ask, and else by an estimate: a
/// token is about 3.5 bytes of UTF-8, and never longer than a word. Of a chat the texts are counted
/// and [#PER_MESSAGE] tokens for what the template puts around each. Thread-safe.
final class TokenCounter {
  private static final Logger log = LoggerFactory.getLogger(TokenCounter.class);

  static final int PER_MESSAGE = 5;
  static final double BYTES_PER_TOKEN = 3.5;

  /// llama.cpp's and vLLM's, and llama-cpp-python's.
  private static final List<String> PLACES = List.of("/tokenize", "/extras/tokenize");

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MOST_BYTES = 16 << 20;

  private final Wire wire;
  private final String root;
  private final String model;
  private final ReentrantLock search = new ReentrantLock();
  private volatile Optional<String> place = Optional.empty();
  private volatile boolean searched;

  TokenCounter(Server server) {
    this.wire = server.wire();
    this.root = server.settings().url().toString().replaceFirst("/v1$", "");
    this.model = server.settings().model();
  }

  int count(Prompt prompt) {
    return switch (prompt) {
      case Prompt.Text(String text) -> count(text);
      case Prompt.Chat(List<Message> messages) -> {
        String texts = messages.stream().map(Message::text).collect(Collectors.joining("\n"));
        yield count(texts) + PER_MESSAGE * messages.size();
      }
    };
  }

  private int count(String text) {
    if (!searched) {
      search(text);
    }
    return place.map(found -> counted(found, text)).orElseGet(() -> estimate(text));
  }

  private void search(String text) {
    search.lock();
    try {
      for (String candidate : searched ? List.<String>of() : PLACES) {
        if (place.isEmpty() && ask(candidate, text).isPresent()) {
          place = Optional.of(candidate);
        }
      }
      if (!searched) {
        searched = true;
        log.info("{}: tokens counted {}", root, place.map("by "::concat).orElse("by an estimate"));
      }
    } catch (RemoteException.Unreachable e) {
      // The request that the tokens are counted for will tell.
      log.debug("{} counts no tokens: {}", root, e.getMessage());
    } finally {
      search.unlock();
    }
  }

  private int counted(String found, String text) {
    OptionalInt count = OptionalInt.empty();
    try {
      count = ask(found, text);
    } catch (RemoteException.Unreachable e) {
      log.debug("{} counts no tokens: {}", root, e.getMessage());
    }
    if (count.isEmpty()) {
      place = Optional.empty();
      log.warn("{}{} answers no more: tokens are estimated from now on", root, found);
    }
    return count.orElseGet(() -> estimate(text));
  }

  /// @throws RemoteException.Unreachable if there is no server now
  private OptionalInt ask(String candidate, String text) {
    ObjectNode request = JsonMapper.shared().createObjectNode().put("model", model);
    // Each server takes its own word for the text and leaves the others.
    request.put("content", text).put("prompt", text).put("input", text);
    request.put("add_special_tokens", false);
    try {
      Body answer =
          wire.post(
              URI.create(root + candidate),
              JsonMapper.shared().writeValueAsBytes(request),
              PATIENCE);
      return number(JsonMapper.shared().readTree(wire.all(answer, MOST_BYTES, PATIENCE)), text);
    } catch (RemoteException.Unreachable e) {
      throw e;
    } catch (RemoteException | JacksonException e) {
      log.debug("{}{} counts no tokens: {}", root, candidate, e.getMessage());
      return OptionalInt.empty();
    }
  }

  private static OptionalInt number(JsonNode answer, String text) {
    int most = text.getBytes(StandardCharsets.UTF_8).length + PER_MESSAGE;
    JsonNode tokens = answer.path("tokens");
    int count = answer.path("count").asInt(tokens.isArray() ? tokens.size() : -1);
    boolean plausible = count >= 0 && count <= most && (count > 0 || text.isBlank());
    return plausible ? OptionalInt.of(count) : OptionalInt.empty();
  }

  static int estimate(String text) {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    int words = text.isBlank() ? 0 : text.strip().split("\\s+").length;
    return Math.max(words, (int) Math.ceil(bytes / BYTES_PER_TOKEN));
  }
}
