package dev.corvid.inference.remote;

import dev.corvid.inference.remote.EventParser.TooLong;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads one reply while it comes: a stream of events, or one JSON object from a server that does
/// not stream. Not thread-safe.
final class ReplyStream {
  static final int MOST_BYTES = 64 << 20;
  private static final int LONGEST_EVENT = 1 << 20;
  private static final int LONGEST_JSON = 16 << 20;

  /// How long the count of tokens may come after the end of the text.
  private static final Duration AFTERMATH = Duration.ofSeconds(5);

  private final Failures failures;
  private final Duration patience;
  private final Predicate<String> text;
  private final EventParser parser = new EventParser(LONGEST_EVENT);
  private final ByteArrayOutputStream plain = new ByteArrayOutputStream();
  private Shape shape = Shape.UNKNOWN;
  private long total;
  private long progress;
  private int chunks;
  private boolean begun;
  private boolean done;
  private String finish = "";
  private String stop = "";
  private Optional<JsonNode> usage = Optional.empty();

  private enum Shape {
    UNKNOWN,
    EVENTS,
    JSON
  }

  /// @param text hears each piece of text, none empty, and says whether it wants more
  ReplyStream(Failures failures, Duration patience, Predicate<String> text) {
    this.failures = failures;
    this.patience = patience;
    this.text = text;
  }

  /// Read to the end of the reply or until the listener wants no more, and close the body.
  ///
  /// @throws RemoteException if it is no reply, one of an error, too long, late or cut
  /// @throws java.util.concurrent.CancellationException if this thread is interrupted
  void read(Body body) {
    try (body) {
      progress = System.nanoTime();
      byte[] bytes = body.next(left());
      while (bytes.length > 0 && !done) {
        total += bytes.length;
        if (total > MOST_BYTES) {
          throw failures.notUnderstood("an answer of more than %,d bytes".formatted(MOST_BYTES));
        }
        take(bytes);
        bytes = done ? bytes : body.next(left());
      }
      end();
    } catch (InterruptedException e) {
      throw Wire.interrupted();
    } catch (TooLong e) {
      throw failures.notUnderstood(String.valueOf(e.getMessage()));
    } catch (TimeoutException e) {
      requireFinished(failures.timedOut());
    } catch (IOException e) {
      requireFinished(failures.cut(begun, e));
    }
  }

  /// Whether some text has come.
  boolean begun() {
    return begun;
  }

  /// Why the server ended the text: its word, or an empty text.
  String finish() {
    return finish;
  }

  /// The stop string that the server found, if it tells.
  String stop() {
    return stop;
  }

  /// The tokens as the server counted them, if it tells.
  Optional<JsonNode> usage() {
    return usage;
  }

  private Duration left() {
    Duration allowed = finish.isEmpty() || patience.compareTo(AFTERMATH) < 0 ? patience : AFTERMATH;
    return allowed.minusNanos(System.nanoTime() - progress);
  }

  private void take(byte[] bytes) throws TooLong, InterruptedException {
    if (shape == Shape.UNKNOWN) {
      shape = shape(bytes);
    }
    switch (shape) {
      case UNKNOWN -> {}
      case EVENTS -> {
        for (String event : parser.feed(bytes)) {
          event(event);
        }
      }
      case JSON -> {
        plain.writeBytes(bytes);
        if (plain.size() > LONGEST_JSON) {
          throw failures.notUnderstood(
              "a JSON answer of more than %,d bytes".formatted(LONGEST_JSON));
        }
      }
    }
  }

  private Shape shape(byte[] bytes) {
    for (byte b : bytes) {
      if (b == '<') {
        throw failures.notUnderstood("it answers with a web page");
      }
      if (b > ' ' || b < 0) {
        return b == '{' || b == '[' ? Shape.JSON : Shape.EVENTS;
      }
    }
    return Shape.UNKNOWN;
  }

  private void end() throws InterruptedException {
    if (done) {
      return;
    }
    if (shape == Shape.JSON) {
      chunk(plain.toString(StandardCharsets.UTF_8));
      requireFinished(failures.notUnderstood("an answer without a reply"));
    } else {
      for (String event : parser.finish()) {
        event(event);
      }
      requireFinished(
          chunks == 0 && total > 0
              ? failures.notUnderstood("an answer without an event, %,d bytes".formatted(total))
              : failures.cut(begun, null));
    }
  }

  private void requireFinished(RemoteException otherwise) {
    if (finish.isEmpty() && !done) {
      throw otherwise;
    }
  }

  private void event(String data) throws InterruptedException {
    if (done) {
      return;
    }
    if (data.strip().equals("[DONE]")) {
      if (chunks == 0) {
        throw failures.notUnderstood("an answer without a reply");
      }
      done = true;
    } else {
      chunk(data);
    }
  }

  private void chunk(String data) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    JsonNode json;
    try {
      json = JsonMapper.shared().readTree(data);
    } catch (JacksonException e) {
      throw failures.notUnderstood("not JSON: '%s'".formatted(failures.quoted(data)));
    }
    ServerError.inside(json)
        .ifPresent(
            error -> {
              throw failures.of(error);
            });
    accept(json);
  }

  private void accept(JsonNode json) {
    JsonNode choice = json.path("choices").path(0);
    chunks += choice.isObject() ? 1 : 0;
    if (json.path("usage").isObject()) {
      usage = Optional.of(json.path("usage"));
    }
    JsonNode delta = choice.has("delta") ? choice.path("delta") : choice.path("message");
    String piece = string(choice.has("text") ? choice.get("text") : delta.get("content"));
    String thought = string(delta.get("reasoning_content")) + string(delta.get("reasoning"));
    if (!piece.isEmpty() || !thought.isEmpty()) {
      progress = System.nanoTime();
    }
    if (!string(choice.get("finish_reason")).isEmpty()) {
      finish = string(choice.get("finish_reason"));
      stop = string(choice.get("stop_reason"));
      progress = System.nanoTime();
    }
    if (!piece.isEmpty()) {
      begun = true;
      done = !text.test(piece);
    }
  }

  private static String string(@Nullable JsonNode node) {
    return node != null && node.isString() ? node.asString() : "";
  }
}
