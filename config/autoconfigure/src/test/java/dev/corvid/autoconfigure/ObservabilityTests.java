package dev.corvid.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corvid.agent.Agent;
import dev.corvid.agent.RunStatus;
import dev.corvid.agent.ToolResult;
import dev.corvid.agent.spi.LanguageModel;
import dev.corvid.agent.spi.Retriever;
import dev.corvid.agent.spi.RunJournal;
import dev.corvid.agent.spi.Tool;
import dev.corvid.test.ScriptedLanguageModel;
import dev.corvid.test.ScriptedTool;
import dev.corvid.test.StoredPassages;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ObservabilityTests {
  private static final String QUESTION = "When was the bridge opened?";
  private static final String ANSWER = "It was opened in 1932.";

  @TempDir Path home;
  private final TestObservationRegistry observations = TestObservationRegistry.create();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private ApplicationContextRunner plain;
  private ApplicationContextRunner runner;

  @BeforeEach
  void prepare() {
    observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
    plain =
        new ApplicationContextRunner()
            .withConfiguration(
                AutoConfigurations.of(
                    ModelAutoConfiguration.class,
                    DocumentsAutoConfiguration.class,
                    ToolsAutoConfiguration.class,
                    ObservabilityAutoConfiguration.class,
                    CorvidAutoConfiguration.class))
            .withPropertyValues("corvid.home=" + home);
    runner =
        plain
            .withBean(ObservationRegistry.class, () -> observations)
            .withBean(MeterRegistry.class, () -> meters);
  }

  private static ApplicationContextRunner asking(ApplicationContextRunner runner) {
    return runner
        .withBean(LanguageModel.class, () -> ScriptedLanguageModel.replies(ANSWER))
        .withBean(
            Retriever.class,
            () ->
                StoredPassages.of(
                    StoredPassages.document("care.md", "The bridge was opened in 1932.")));
  }

  private ApplicationContextRunner acting(Tool tool) {
    return runner
        .withBean(
            LanguageModel.class,
            () ->
                ScriptedLanguageModel.acting(
                    ScriptedLanguageModel.plan("look"),
                    ScriptedLanguageModel.call("look", "{\"at\":\"Bello\"}"),
                    "Bello is there."))
        .withBean(Tool.class, () -> tool);
  }

  private TestObservationRegistryAssert told() {
    return TestObservationRegistryAssert.assertThat(observations);
  }

  @Test
  void aQuestionIsAnObservationWithItsSearchAndItsCallsOfTheModel() {
    asking(runner)
        .run(
            context -> {
              context.getBean(Agent.class).ask(QUESTION);

              told()
                  .hasObservationWithNameEqualTo("gen_ai.invoke_agent.duration")
                  .that()
                  .hasContextualNameEqualTo("invoke_agent corvid")
                  .hasLowCardinalityKeyValue("gen_ai.operation.name", "invoke_agent")
                  .hasLowCardinalityKeyValue("corvid.operation", "ask")
                  .hasLowCardinalityKeyValue("corvid.status", "answered")
                  .hasLowCardinalityKeyValue("error.type", "none")
                  .doesNotHaveParentObservation();
              told()
                  .hasObservationWithNameEqualTo("gen_ai.retrieval.duration")
                  .that()
                  .hasContextualNameEqualTo("retrieval")
                  .hasHighCardinalityKeyValue("gen_ai.retrieval.top_k", "4")
                  .hasHighCardinalityKeyValue("corvid.retrieval.passages", "1");
              told()
                  .forAllObservationsWithNameEqualTo(
                      "gen_ai.client.operation.duration",
                      call ->
                          call.hasLowCardinalityKeyValue("gen_ai.provider.name", "corvid")
                              .hasLowCardinalityKeyValue("gen_ai.request.model", "scripted")
                              .hasHighCardinalityKeyValueWithKey("gen_ai.usage.input_tokens"))
                  .hasAnObservation(call -> call.hasContextualNameEqualTo("score scripted"))
                  .hasAnObservation(
                      call ->
                          call.hasContextualNameEqualTo("chat scripted")
                              .hasHighCardinalityKeyValue(
                                  "gen_ai.response.finish_reasons", "[\"stop\"]")
                              .hasHighCardinalityKeyValueWithKey(
                                  "gen_ai.response.time_to_first_chunk"));
              assertThat(nested())
                  .containsOnly(
                      "gen_ai.retrieval.duration in gen_ai.invoke_agent.duration",
                      "gen_ai.client.operation.duration in gen_ai.invoke_agent.duration");
            });
  }

  /// The names of observations that happened within another one, with that one's name.
  private List<String> nested() {
    List<String> names = new ArrayList<>();
    told()
        .hasHandledContextsThatSatisfy(
            contexts ->
                contexts.forEach(
                    context -> {
                      var parent = context.getParentObservation();
                      if (parent != null) {
                        names.add(context.getName() + " in " + parent.getContextView().getName());
                      }
                    }));
    return names;
  }

  @Test
  void nothingThatWasSaidIsToldUnlessItIsAskedFor() {
    asking(runner)
        .run(
            context -> {
              context.getBean(Agent.class).ask(QUESTION);
              assertThat(everythingTold())
                  .isNotEmpty()
                  .noneMatch(
                      value ->
                          value.contains("bridge")
                              || value.contains("1932")
                              || value.contains("care.md"));
            });
  }

  @Test
  void whatWasSaidIsToldByAProperty() {
    asking(runner)
        .withPropertyValues("corvid.observations.content=true")
        .run(
            context -> {
              context.getBean(Agent.class).ask(QUESTION);
              told()
                  .hasAnObservationWithAKeyValue("gen_ai.retrieval.query.text", QUESTION)
                  .hasAnObservation(
                      call ->
                          call.hasContextualNameEqualTo("chat scripted")
                              .hasHighCardinalityKeyValueWithKey("gen_ai.input.messages")
                              .hasHighCardinalityKeyValueWithKey("gen_ai.output.messages"));
              assertThat(everythingTold())
                  .anyMatch(value -> value.contains("\"content\":\"" + ANSWER + "\""))
                  .anyMatch(value -> value.contains("\"id\":\"care.md\""));
            });
  }

  private List<String> everythingTold() {
    List<String> values = new ArrayList<>();
    told()
        .hasHandledContextsThatSatisfy(
            contexts ->
                contexts.forEach(
                    context ->
                        context.getAllKeyValues().forEach(pair -> values.add(pair.getValue()))));
    return values;
  }

  @Test
  void aCallOfAToolIsAnObservationWithinItsRun() {
    acting(ScriptedTool.reading("look").taking("at").answering("yes"))
        .run(
            context -> {
              var report = context.getBean(Agent.class).run("Is Bello there?");
              assertThat(report.status()).contains(RunStatus.DONE);
              told()
                  .hasObservationWithNameEqualTo("gen_ai.execute_tool.duration")
                  .that()
                  .hasContextualNameEqualTo("execute_tool look")
                  .hasLowCardinalityKeyValue("gen_ai.tool.name", "look")
                  .hasLowCardinalityKeyValue("error.type", "none")
                  .hasHighCardinalityKeyValueWithKey("gen_ai.tool.call.id")
                  .doesNotHaveHighCardinalityKeyValueWithKey("gen_ai.tool.call.arguments");
              told()
                  .hasObservationWithNameEqualTo("gen_ai.invoke_agent.duration")
                  .that()
                  .hasLowCardinalityKeyValue("corvid.status", "done")
                  .hasHighCardinalityKeyValue("corvid.run.id", report.run());
              assertThat(nested())
                  .contains("gen_ai.execute_tool.duration in gen_ai.invoke_agent.duration");
            });
  }

  @Test
  void argumentsAndResultsAreToldByAProperty() {
    acting(ScriptedTool.reading("look").taking("at").answering("yes"))
        .withPropertyValues("corvid.observations.content=true")
        .run(
            context -> {
              context.getBean(Agent.class).run("Is Bello there?");
              told()
                  .hasObservationWithNameEqualTo("gen_ai.execute_tool.duration")
                  .that()
                  .hasHighCardinalityKeyValue("gen_ai.tool.call.arguments", "{\"at\":\"Bello\"}")
                  .hasHighCardinalityKeyValue("gen_ai.tool.call.result", "yes");
            });
  }

  @Test
  void aToolThatFailsIsToldAsAnError() {
    acting(
            ScriptedTool.reading("look")
                .taking("at")
                .answering(arguments -> ToolResult.error("500", "broken")))
        .run(
            context -> {
              // How it goes on is not in the script.
              Agent agent = context.getBean(Agent.class);
              assertThatThrownBy(() -> agent.run("Is Bello there?")).hasMessageContaining("script");
              told()
                  .hasAnObservation(
                      call ->
                          call.hasNameEqualTo("gen_ai.execute_tool.duration")
                              .hasLowCardinalityKeyValue("error.type", "error"));
            });
  }

  @Test
  void aModelThatFailsIsToldInItsCallAndInTheRun() {
    runner
        .withBean(LanguageModel.class, () -> ScriptedLanguageModel.replies())
        .withBean(
            Retriever.class,
            () ->
                StoredPassages.of(
                    StoredPassages.document("care.md", "The bridge was opened in 1932.")))
        .run(
            context -> {
              Agent agent = context.getBean(Agent.class);
              assertThatThrownBy(() -> agent.ask(QUESTION))
                  .isInstanceOf(IllegalStateException.class);
              String type = IllegalStateException.class.getName();
              told()
                  .hasObservationWithNameEqualTo("gen_ai.invoke_agent.duration")
                  .that()
                  .hasLowCardinalityKeyValue("error.type", type)
                  .hasLowCardinalityKeyValue("corvid.status", "none")
                  .hasError();
              told()
                  .hasAnObservation(
                      call ->
                          call.hasContextualNameEqualTo("chat scripted")
                              .hasLowCardinalityKeyValue("error.type", type)
                              .hasError());
            });
  }

  @Test
  void tokensTimesAndTheQueueAreMeters() {
    asking(runner)
        .run(
            context -> {
              context.getBean(MeterBinder.class).bindTo(meters);
              context.getBean(Agent.class).ask(QUESTION);

              for (String type : List.of("input", "output")) {
                var tokens =
                    meters
                        .get("gen_ai.client.token.usage")
                        .tag("gen_ai.operation.name", "chat")
                        .tag("gen_ai.provider.name", "corvid")
                        .tag("gen_ai.request.model", "scripted")
                        .tag("gen_ai.token.type", type)
                        .summary();
                assertThat(tokens.count()).isOne();
                assertThat(tokens.totalAmount()).isPositive();
              }
              assertThat(
                      meters
                          .get("gen_ai.client.operation.time_to_first_chunk")
                          .tag("gen_ai.request.model", "scripted")
                          .timer()
                          .count())
                  .isOne();
              for (String name :
                  List.of(
                      "gen_ai.client.operation.duration",
                      "gen_ai.invoke_agent.duration",
                      "gen_ai.retrieval.duration")) {
                assertThat(meters.get(name).timers()).isNotEmpty();
              }
              assertThat(meters.get("corvid.admission.waiting").gauge().value()).isZero();
              assertThat(meters.get("corvid.admission.free").gauge().value()).isOne();
            });
  }

  @Test
  void everyMeterHasTheSameKeysHoweverItsWorkEnds() {
    // Prometheus drops a meter whose keys are not those of the first one of its name.
    acting(ScriptedTool.reading("look").taking("at").answering("yes"))
        .withBean(
            Retriever.class,
            () -> StoredPassages.of(StoredPassages.document("care.md", "Bello is there.")))
        .run(
            context -> {
              Agent agent = context.getBean(Agent.class);
              agent.run("Is Bello there?");
              assertThatThrownBy(() -> agent.resume("none", event -> {})).isNotNull();
              meters.getMeters().stream()
                  .map(meter -> meter.getId().getName())
                  .distinct()
                  .forEach(
                      name ->
                          assertThat(
                                  meters.get(name).meters().stream()
                                      .map(
                                          meter ->
                                              meter.getId().getTags().stream()
                                                  .map(tag -> tag.getKey())
                                                  .sorted()
                                                  .toList())
                                      .distinct())
                              .as(name)
                              .hasSize(1));
            });
  }

  @Test
  void withoutARegistryNothingStandsAroundTheAgent() {
    asking(plain)
        .run(
            context -> {
              assertThat(context).hasSingleBean(Agent.class).doesNotHaveBean(AgentParts.class);
              context.getBean(Agent.class).ask(QUESTION);
            });
    told().doesNotHaveAnyObservation();
  }

  @Test
  void withoutMetersThereAreObservationsAllTheSame() {
    asking(plain.withBean(ObservationRegistry.class, () -> observations))
        .withClassLoader(new FilteredClassLoader(MeterRegistry.class))
        .run(
            context -> {
              assertThat(context).doesNotHaveBean(UsageMeter.class);
              context.getBean(Agent.class).ask(QUESTION);
              told().hasAnObservation(run -> run.hasNameEqualTo("gen_ai.invoke_agent.duration"));
            });
  }

  @Test
  void beansOfTheAgentStayWhatTheyAre() {
    asking(runner)
        .run(
            context -> {
              assertThat(context.getBean(LanguageModel.class))
                  .isInstanceOf(ScriptedLanguageModel.class);
              assertThat(context.getBean(RunJournal.class)).satisfies(Objects::requireNonNull);
            });
  }
}
