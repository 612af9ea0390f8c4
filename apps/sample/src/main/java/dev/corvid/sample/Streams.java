package dev.corvid.sample;

import dev.corvid.agent.Agent;
import dev.corvid.agent.AgentEvent;
import dev.corvid.agent.CorvidException;
import dev.corvid.agent.spi.AgentListener;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/// Runs whose events go to a client as they happen. A run ends with its client: at the next event,
/// or at the next beat where none comes, as while it waits for its turn.
@Component
class Streams implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Streams.class);
  private static final Duration BEAT = Duration.ofSeconds(1);
  private static final Duration LAST_WORD = Duration.ofSeconds(10);

  /// Not virtual threads: a model computes for long, and they would share few carriers. There are
  /// hardly more of them than runs that work or wait, since more are refused at once.
  private final ExecutorService runs =
      Executors.newCachedThreadPool(Thread.ofPlatform().name("run-", 0).factory());

  private final ScheduledExecutorService beats =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("beat").factory());

  private final Agent agent;

  Streams(Agent agent) {
    this.agent = agent;
  }

  /// Do the work on another thread. What fails before the first event is the response's status;
  /// what fails later is an event `Failed`.
  SseEmitter open(BiFunction<Agent, AgentListener, Object> work) {
    Client client = new Client();
    Future<?> run = runs.submit(() -> client.serve(listener -> work.apply(agent, listener)));
    Future<?> beat =
        beats.scheduleAtFixedRate(
            () -> {
              if (!client.isThere()) {
                run.cancel(true);
              }
            },
            BEAT.toMillis(),
            BEAT.toMillis(),
            TimeUnit.MILLISECONDS);
    client.emitter.onCompletion(
        () -> {
          beat.cancel(false);
          run.cancel(true);
        });
    return client.emitter;
  }

  /// Called before the agent's parts are closed, since this bean needs the agent.
  @Override
  public void close() {
    beats.shutdownNow();
    runs.shutdownNow();
    try {
      if (!runs.awaitTermination(LAST_WORD.toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn("Runs did not end within {}", LAST_WORD);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class Client {
    /// Without a timeout: a run ends by its own budget.
    private final SseEmitter emitter = new SseEmitter(0L);

    private final AtomicBoolean isBegun = new AtomicBoolean();

    void serve(Function<AgentListener, Object> work) {
      try {
        Object result = work.apply(event -> send(name(event), event));
        send("Done", result);
        emitter.complete();
      } catch (CancellationException e) {
        emitter.complete();
      } catch (CorvidException e) {
        if (isBegun.get()) {
          send("Failed", Problem.of(e));
          emitter.complete();
        } else {
          emitter.completeWithError(e);
        }
      } catch (RuntimeException e) {
        emitter.completeWithError(e);
      }
    }

    private static String name(AgentEvent event) {
      return event.getClass().getSimpleName();
    }

    private void send(String name, Object data) {
      isBegun.set(true);
      if (!isSent(SseEmitter.event().name(name).data(data))) {
        throw new CancellationException("the client is gone");
      }
    }

    /// Only writing shows that a client is gone, so a comment is written.
    boolean isThere() {
      isBegun.set(true);
      return isSent(SseEmitter.event().comment("still at it"));
    }

    private boolean isSent(SseEmitter.SseEventBuilder event) {
      try {
        emitter.send(event);
        return true;
      } catch (IOException | IllegalStateException e) {
        return false;
      }
    }
  }
}
