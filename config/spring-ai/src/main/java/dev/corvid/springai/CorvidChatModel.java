package dev.corvid.springai;

import dev.corvid.agent.spi.LanguageModel;
import dev.corvid.agent.spi.LanguageModel.GenerationListener;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.observation.ChatModelObservationContext;
import org.springframework.ai.chat.observation.ChatModelObservationDocumentation;
import org.springframework.ai.chat.observation.DefaultChatModelObservationConvention;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.ContextView;

/// A [LanguageModel] of Corvid as a chat model of Spring AI. Thread-safe; it does not own the
/// model.
///
/// Tools of a request are offered to the model: how likely it finds yes and no decides whether one
/// of them fits, and calls are written under their schema, so a tool always exists and its
/// arguments have the right form. As with the other chat models of Spring AI 2 the calls are
/// returned and not made: `ChatClient` makes them and asks again. Within one request of the user no
/// call is made twice.
///
/// An answer keeps to the schema of [CorvidChatOptions#getOutputSchema()] whatever the model wants
/// to say; stop sequences mean nothing then. `ChatClient` hands a schema over only if it is told
/// to, by `entity(type, spec -> spec.useProviderStructuredOutput())`.
public final class CorvidChatModel implements ChatModel {
  private static final String PROVIDER = "corvid";
  private static final DefaultChatModelObservationConvention CONVENTION =
      new DefaultChatModelObservationConvention();

  /// Threads that may wait and may be interrupted.
  private static final Scheduler WORKERS = Schedulers.boundedElastic();

  private final LanguageModel model;
  private final CorvidChatOptions options;
  private final ObservationRegistry observations;

  private CorvidChatModel(
      LanguageModel model, CorvidChatOptions options, ObservationRegistry observations) {
    this.model = Objects.requireNonNull(model, "model");
    this.options = options;
    this.observations = Objects.requireNonNull(observations, "observations");
  }

  /// The likeliest token at each step, at most 1,024 of them, where a request says nothing else.
  public static CorvidChatModel of(LanguageModel model) {
    return new CorvidChatModel(
        model, CorvidChatOptions.builder().build(), ObservationRegistry.NOOP);
  }

  /// The same model with what holds where a request says nothing else.
  public CorvidChatModel withOptions(CorvidChatOptions value) {
    return new CorvidChatModel(model, value, observations);
  }

  /// The same model, telling what it does as the other chat models do.
  public CorvidChatModel observedBy(ObservationRegistry value) {
    return new CorvidChatModel(model, options, value);
  }

  /// What holds where a request says nothing else, with the model's name. Not known before it is
  /// asked for: a model may be loaded to say it.
  @Override
  public CorvidChatOptions getOptions() {
    return options.mutate().model(model.description().name()).build();
  }

  /// @throws dev.corvid.agent.CorvidException of kind `INPUT` if the prompt does not fit the
  ///   context, has anything but text, or its schema is none
  /// @throws CancellationException if the calling thread is interrupted
  @Override
  public ChatResponse call(Prompt prompt) {
    Prompt request = complete(prompt);
    ChatModelObservationContext context = context(request, false);
    return observation(context)
        .observe(
            () -> {
              ChatResponse response =
                  turn(request).run(GenerationListener.SILENT, GenerationListener.SILENT);
              context.setResponse(response);
              return response;
            });
  }

  /// Pieces of the answer as the model writes them; the last response has no text but the finish
  /// reason and the usage. Calls of tools come as one response.
  ///
  /// Generation begins with the subscription, on a thread of its own. It ends with the
  /// subscription, too: cancelled, the model stops at the next token.
  @Override
  public Flux<ChatResponse> stream(Prompt prompt) {
    Prompt request = complete(prompt);
    return Flux.deferContextual(
        view -> {
          ChatModelObservationContext context = context(request, true);
          Observation observation = started(observation(context), view);
          Runnable stop = once(observation::stop);
          return Flux.<ChatResponse>create(
                  sink -> sink.onDispose(WORKERS.schedule(() -> run(request, context, sink))))
              .doOnError(observation::error)
              .doOnTerminate(stop)
              .doOnCancel(stop)
              .contextWrite(c -> c.put(ObservationThreadLocalAccessor.KEY, observation));
        });
  }

  /// An observation stops before the subscriber hears the end, and once, though a subscription may
  /// be cancelled after its end.
  private static Runnable once(Runnable action) {
    AtomicBoolean isDone = new AtomicBoolean();
    return () -> {
      if (isDone.compareAndSet(false, true)) {
        action.run();
      }
    };
  }

  private void run(
      Prompt request, ChatModelObservationContext context, FluxSink<ChatResponse> sink) {
    try {
      ChatTurn turn = turn(request);
      ChatResponse response = turn.run(new Watch(sink), new Pieces(turn, sink));
      context.setResponse(response);
      sink.next(ChatTurn.last(response));
      sink.complete();
    } catch (RuntimeException | Error e) {
      // Nobody hears what comes after a cancellation, and Reactor would log it as dropped.
      if (!sink.isCancelled()) {
        sink.error(e);
      }
    }
  }

  /// Ends generation for a subscriber that is gone. One that cancels while it is handed a piece
  /// does so on the generating thread, which Reactor does not interrupt.
  private static class Watch implements GenerationListener {
    private final FluxSink<ChatResponse> sink;

    Watch(FluxSink<ChatResponse> sink) {
      this.sink = sink;
    }

    @Override
    public void prefilled(int done, int total) {
      requireSubscriber();
    }

    @Override
    public void text(String piece) {
      requireSubscriber();
    }

    final void requireSubscriber() {
      if (sink.isCancelled()) {
        throw new CancellationException("the subscription was cancelled");
      }
    }
  }

  private static final class Pieces extends Watch {
    private final ChatTurn turn;
    private final FluxSink<ChatResponse> sink;

    Pieces(ChatTurn turn, FluxSink<ChatResponse> sink) {
      super(sink);
      this.turn = turn;
      this.sink = sink;
    }

    @Override
    public void text(String piece) {
      sink.next(turn.piece(piece));
      requireSubscriber();
    }
  }

  private ChatTurn turn(Prompt request) {
    return new ChatTurn(
        model, request.getInstructions(), ChatSettings.of(optionsOf(request), getOptions()));
  }

  private ChatOptions optionsOf(Prompt prompt) {
    ChatOptions given = prompt.getOptions();
    return given == null ? getOptions() : given;
  }

  private Prompt complete(Prompt prompt) {
    return prompt.getOptions() == null ? prompt.mutate().chatOptions(getOptions()).build() : prompt;
  }

  private static ChatModelObservationContext context(Prompt request, boolean streaming) {
    return ChatModelObservationContext.builder()
        .prompt(request)
        .provider(PROVIDER)
        .streaming(streaming)
        .build();
  }

  private Observation observation(ChatModelObservationContext context) {
    return ChatModelObservationDocumentation.CHAT_MODEL_OPERATION.observation(
        null, CONVENTION, () -> context, observations);
  }

  private static Observation started(Observation observation, ContextView view) {
    Observation parent = view.getOrDefault(ObservationThreadLocalAccessor.KEY, null);
    return observation.parentObservation(parent).start();
  }
}
