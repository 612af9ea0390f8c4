package dev.corvid.shell;

import dev.corvid.agent.Completion;
import dev.corvid.agent.Constraint;
import dev.corvid.agent.GenerationOptions;
import dev.corvid.agent.Message;
import dev.corvid.agent.Prompt;
import dev.corvid.agent.spi.LanguageModel;
import dev.corvid.command.Argument;
import dev.corvid.command.Clock;
import dev.corvid.command.Command;
import dev.corvid.command.Console;
import dev.corvid.command.GlobalOptions;
import dev.corvid.command.Invocation;
import dev.corvid.command.Json;
import dev.corvid.command.ModelChoice;
import dev.corvid.command.Option;
import dev.corvid.command.Progress;
import dev.corvid.command.Result;
import dev.corvid.command.UsageException;
import dev.corvid.command.Workbench;
import dev.corvid.inference.LocalLanguageModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `generate`: the bare decoder, for debugging and pipes.
final class GenerateCommand implements Command {
  private static final Option<Boolean> CHAT =
      Option.flag("chat", "render the prompt by the model's chat template");
  private static final Option<String> SYSTEM =
      Option.text("system", "TEXT", "a system message; implies --chat");
  private static final Option<Integer> MAX_TOKENS =
      Option.integer("max-tokens", "N", "the most tokens to write", 1)
          .withLetter("n")
          .withDefault(128);
  private static final Option<Double> TEMPERATURE =
      Option.number("temperature", "T", "0 takes the most likely token").withDefault(0.0);
  private static final Option<Integer> TOP_K =
      Option.integer("top-k", "K", "sample from the K most likely tokens; 0 from all", 0)
          .withDefault(0);
  private static final Option<Double> TOP_P =
      Option.number("top-p", "P", "sample from the tokens that make up P").withDefault(1.0);
  private static final Option<Double> MIN_P =
      Option.number("min-p", "P", "sample from tokens at least P times the likeliest")
          .withDefault(0.0);
  private static final Option<String> STOP =
      Option.text("stop", "TEXT", "end before this text").repeated();
  private static final Option<Path> SCHEMA =
      Option.path("schema", "FILE", "write JSON that is valid under this JSON Schema");

  @Override
  public String name() {
    return "generate";
  }

  @Override
  public String summary() {
    return "Let the model continue a text, without documents";
  }

  @Override
  public List<Option<?>> options() {
    return List.of(CHAT, SYSTEM, MAX_TOKENS, TEMPERATURE, TOP_K, TOP_P, MIN_P, STOP, SCHEMA);
  }

  @Override
  public List<Argument> arguments() {
    return List.of(Argument.required("prompt", "the text to continue; - reads it from stdin"));
  }

  @Override
  public List<String> examples() {
    return List.of(
        "generate --chat \"Name three birds.\"",
        "generate --temperature 0.8 --seed 7 --stop . \"Once upon a time\"",
        "generate --chat --schema person.json \"Ada Lovelace was born in 1815.\"");
  }

  @Override
  public Result run(Invocation invocation, Console console) {
    double start = Clock.sinceStart();
    long begin = System.nanoTime();
    Workbench workbench = new Workbench(invocation, console);
    GenerationOptions options = options(invocation, workbench.model());
    Prompt prompt = prompt(invocation);
    try (LanguageModel model = workbench.languageModel();
        Progress reading = console.progress("Read")) {
      double load = Clock.since(begin);
      Completion completion = model.generate(prompt, options, listener(console, reading));
      return new Result(
          json(completion, workbench.modelName(), start, load, start + Clock.since(begin)), "");
    }
  }

  private static LanguageModel.GenerationListener listener(Console console, Progress reading) {
    return new LanguageModel.GenerationListener() {
      @Override
      public void prefilled(int done, int total) {
        reading.update(done, total, done + " tokens");
      }

      @Override
      public void text(String piece) {
        console.stream(console.mode().styledOut() ? Texts.safe(piece) : piece);
      }
    };
  }

  private static Prompt prompt(Invocation invocation) {
    String text = Texts.argument(invocation, "prompt");
    Optional<String> system = invocation.value(SYSTEM);
    if (!invocation.isSet(CHAT) && system.isEmpty()) {
      return Prompt.text(text);
    }
    List<Message> messages = new ArrayList<>();
    system.map(Message::system).ifPresent(messages::add);
    messages.add(Message.user(text));
    return new Prompt.Chat(messages);
  }

  private static GenerationOptions options(Invocation invocation, ModelChoice model) {
    try {
      return new GenerationOptions(
          invocation.get(MAX_TOKENS),
          invocation.get(TEMPERATURE),
          invocation.get(TOP_K),
          invocation.get(TOP_P),
          invocation.get(MIN_P),
          invocation.get(GlobalOptions.SEED),
          invocation.values(STOP),
          constraint(invocation, model));
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          String.valueOf(e.getMessage()), "Change the value: 'corvid help generate'.");
    }
  }

  /// Checked before a model is loaded for it; what a server can enforce it says itself.
  private static Constraint constraint(Invocation invocation, ModelChoice model) {
    Optional<Path> file = invocation.value(SCHEMA);
    if (file.isEmpty()) {
      return Constraint.NONE;
    }
    Constraint constraint = Constraint.JsonSchema.strict(Texts.file(file.get(), "schema"));
    if (model instanceof ModelChoice.Local) {
      LocalLanguageModel.check(constraint);
    }
    return constraint;
  }

  private static Map<String, Object> json(
      Completion completion, String model, double start, double load, double total) {
    return Json.object(
        "text",
        completion.text(),
        "tokens",
        completion.tokens(),
        "stop_reason",
        completion.stopReason(),
        "usage",
        Texts.usage(completion.usage()),
        "timings_ms",
        Json.object(
            "start",
            start,
            "load",
            load,
            "prefill",
            Clock.millis(completion.prefill()),
            "decode",
            Clock.millis(completion.decode()),
            "total",
            total),
        "model",
        model);
  }
}
