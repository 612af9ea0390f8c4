package dev.corvid.bench;

import dev.corvid.command.Argument;
import dev.corvid.command.Command;
import dev.corvid.command.Console;
import dev.corvid.command.GlobalOptions;
import dev.corvid.command.Invocation;
import dev.corvid.command.Json;
import dev.corvid.command.Option;
import dev.corvid.command.Result;
import dev.corvid.command.UsageException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/// `bench jmh`: the micro-benchmarks of this module.
final class JmhCommand implements Command {
  private static final Option<String> PARAMETER =
      Option.text("param", "NAME=V1,V2", "values of a benchmark's parameter")
          .withLetter("p")
          .repeated();

  @Override
  public String name() {
    return "bench jmh";
  }

  @Override
  public String summary() {
    return "Run the micro-benchmarks: kernels, tokenizer, lexical queries";
  }

  @Override
  public List<Option<?>> options() {
    return List.of(PARAMETER);
  }

  @Override
  public List<Argument> arguments() {
    return List.of(Argument.optional("PATTERN", "a regular expression on the benchmarks' names"));
  }

  @Override
  public List<String> examples() {
    return List.of("bench jmh Matrix -p type=Q4_K");
  }

  @Override
  public Result run(Invocation invocation, Console console) {
    boolean quiet = invocation.isSet(GlobalOptions.JSON) || invocation.isSet(GlobalOptions.QUIET);
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(invocation.arguments().isEmpty() ? ".*" : invocation.argument())
            .shouldFailOnError(true)
            .jvmArgsAppend(
                "--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED")
            .verbosity(quiet ? VerboseMode.SILENT : VerboseMode.NORMAL);
    for (String parameter : invocation.values(PARAMETER)) {
      int equals = parameter.indexOf('=');
      if (equals < 1) {
        throw new UsageException(
            "--param must be NAME=VALUES, got '%s'.".formatted(parameter),
            "Write for instance --param tokens=1,64.");
      }
      options.param(parameter.substring(0, equals), parameter.substring(equals + 1).split(",", -1));
    }
    try {
      return result(new Runner(options.build()).run());
    } catch (RunnerException e) {
      throw new BenchmarkException(String.valueOf(e.getMessage()), e);
    }
  }

  private static Result result(Collection<RunResult> runs) {
    List<Map<String, Object>> results = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (RunResult run : runs) {
      var measured = run.getPrimaryResult();
      String name = run.getParams().getBenchmark();
      String method = name.replaceFirst(".*\\.(\\w+\\.\\w+)$", "$1");
      Map<String, Object> parameters = Json.object();
      run.getParams()
          .getParamsKeys()
          .forEach(key -> parameters.put(key, run.getParams().getParam(key)));
      results.add(
          Json.object(
              "benchmark", method,
              "parameters", parameters,
              "score", measured.getScore(),
              "error", measured.getScoreError(),
              "unit", measured.getScoreUnit()));
      text.append(
          String.format(
              Locale.ROOT,
              "%-28s %-28s %12.2f ± %.2f %s%n",
              method,
              parameters,
              measured.getScore(),
              measured.getScoreError(),
              measured.getScoreUnit()));
    }
    return new Result(Json.object("results", results), text.toString());
  }
}
