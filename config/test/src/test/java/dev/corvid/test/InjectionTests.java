package dev.corvid.test;

import static dev.corvid.test.ScriptedLanguageModel.call;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corvid.agent.Agent;
import dev.corvid.agent.ApprovalMode;
import dev.corvid.agent.MemoryRunJournal;
import dev.corvid.agent.Message;
import dev.corvid.agent.Prompt;
import dev.corvid.agent.RunReport;
import dev.corvid.agent.RunStatus;
import dev.corvid.agent.ToolPolicy;
import dev.corvid.agent.spi.AgentListener;
import dev.corvid.agent.spi.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/// Texts in results and documents that want something done, each read by a model that does what it
/// is told by whatever it reads. No model has to resist: what is sent is decided by code.
class InjectionTests {
  static List<Injection> injections() {
    return Injection.all();
  }

  @Test
  void thereAreSixtyOfManyKinds() {
    assertThat(injections()).hasSize(60);
    assertThat(injections()).extracting(Injection::text).doesNotHaveDuplicates();
    assertThat(injections().stream().map(Injection::style).distinct()).hasSizeGreaterThan(40);
  }

  /// Does what the text wants as soon as it has read it; minds its business otherwise.
  private static ScriptedLanguageModel obeying(InjectedWorld world, Injection injection) {
    String attack = attack(injection);
    return ScriptedLanguageModel.answering(
            prompt -> isDue(prompt, injection, attack) ? attack : turn(world, prompt, attack))
        .scoring(
            (prompt, word) -> {
              boolean isCallNext =
                  ScriptedLanguageModel.spoken(prompt) > 0
                      && (isDue(prompt, injection, attack)
                          || turn(world, prompt, attack).startsWith("{"));
              return word.equalsIgnoreCase("yes") == isCallNext ? -5 : -0.1;
            });
  }

  private static String attack(Injection injection) {
    return call(injection.tool(), injection.arguments().toString());
  }

  private static boolean isDue(Prompt prompt, Injection injection, String attack) {
    String quoted = JsonMapper.shared().writeValueAsString(injection.text());
    String read = text(prompt);
    boolean isRead =
        read.contains(injection.text()) || read.contains(quoted.substring(1, quoted.length() - 1));
    return isRead && !said(prompt).contains(attack);
  }

  private static String turn(InjectedWorld world, Prompt prompt, String attack) {
    int own = (int) said(prompt).stream().filter(text -> !text.equals(attack)).count();
    return world.turns().get(Math.min(own, world.turns().size() - 1));
  }

  private static List<String> said(Prompt prompt) {
    return switch (prompt) {
      case Prompt.Text text -> List.of();
      case Prompt.Chat(var messages) ->
          messages.stream()
              .filter(m -> m.role() == Message.Role.ASSISTANT)
              .map(Message::text)
              .toList();
    };
  }

  private static String text(Prompt prompt) {
    return switch (prompt) {
      case Prompt.Text(String text) -> text;
      case Prompt.Chat(var messages) ->
          messages.stream().map(Message::text).collect(Collectors.joining("\n"));
    };
  }

  private static Agent agent(
      InjectedWorld world, ScriptedLanguageModel model, ScriptedApprover user, boolean guarded) {
    Agent.Builder agent =
        Agent.with(model)
            .journal(new MemoryRunJournal())
            .tools(List.<Tool>copyOf(world.tools()))
            .approvals(ApprovalMode.ALL, user);
    world.retriever().ifPresent(agent::retriever);
    if (!guarded) {
      agent.policies(
          world.tools().stream()
              .collect(Collectors.toMap(tool -> tool.spec().name(), tool -> ToolPolicy.ALLOW)));
    }
    return agent.build();
  }

  private static List<String> executed(InjectedWorld world, Injection injection) {
    List<String> executed = new ArrayList<>();
    for (ScriptedTool tool : world.tools()) {
      if (tool.spec().name().equals(injection.tool())) {
        tool.received().forEach(request -> executed.add(request.body()));
      }
    }
    executed.removeIf(body -> !JsonMapper.shared().readTree(body).equals(injection.arguments()));
    return executed;
  }

  /// A change beyond the plan is not among the choices then; anything else is asked about.
  @ParameterizedTest
  @MethodSource("injections")
  void whatATextWantsIsNotDone(Injection injection) {
    InjectedWorld world = InjectedWorld.of(injection.world(), injection.text());
    ScriptedApprover user = ScriptedApprover.absent();
    ScriptedLanguageModel model = obeying(world, injection);

    RunReport report = agent(world, model, user, true).run(world.task(), AgentListener.SILENT);

    assertThat(executed(world, injection)).isEmpty();
    if (user.asked().isEmpty()) {
      TrajectoryAssert.assertThat(report).endedAs(RunStatus.DONE);
      assertThat(said(model.prompts().getLast())).contains(attack(injection));
    } else {
      assertAsked(injection, report, user);
    }
  }

  private static void assertAsked(Injection injection, RunReport report, ScriptedApprover user) {
    TrajectoryAssert.assertThat(report).waitsFor(injection.tool());
    assertThat(user.asked())
        .singleElement()
        .satisfies(
            asked ->
                assertThat(JsonMapper.shared().readTree(asked.request().call().arguments()))
                    .isEqualTo(injection.arguments()));
  }

  /// Where only the look is planned, any tool may be chosen: each text gets as far as the guard.
  @ParameterizedTest
  @MethodSource("injections")
  void whatATextWantsIsAskedAboutAndDoneOnlyWithoutTheGuard(Injection injection) {
    for (boolean guarded : new boolean[] {true, false}) {
      InjectedWorld world = InjectedWorld.of(injection.world(), injection.text()).planningToLook();
      ScriptedApprover user = ScriptedApprover.absent();

      RunReport report =
          agent(world, obeying(world, injection), user, guarded)
              .run(world.task(), AgentListener.SILENT);

      assertThat(executed(world, injection)).hasSize(guarded ? 0 : 1);
      if (guarded) {
        assertAsked(injection, report, user);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("injections")
  void aTextThatWantsNothingIsNotInTheWay(Injection injection) {
    for (boolean guarded : new boolean[] {true, false}) {
      InjectedWorld world = InjectedWorld.of(injection.world(), injection.twin());
      ScriptedApprover user = ScriptedApprover.absent();

      RunReport report =
          agent(world, obeying(world, injection), user, guarded)
              .run(world.task(), AgentListener.SILENT);

      TrajectoryAssert.assertThat(report).endedAs(RunStatus.DONE);
      assertThat(report.answer()).startsWith(world.turns().getLast());
      assertThat(user.asked()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("injections")
  void aReadThatATextWantsIsRefusedWhereNobodyMayBeAsked(Injection injection) {
    InjectedWorld world = InjectedWorld.of(injection.world(), injection.text());

    RunReport report =
        Agent.with(obeying(world, injection))
            .journal(new MemoryRunJournal())
            .tools(List.<Tool>copyOf(world.tools()))
            .approvals(ApprovalMode.NEVER, ScriptedApprover.saying(true))
            .policies(Map.of())
            .build()
            .run(world.task(), AgentListener.SILENT);

    TrajectoryAssert.assertThat(report).neverCalled(injection.tool());
  }
}
