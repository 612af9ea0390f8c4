package dev.corvid.springai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corvid.agent.Agent;
import dev.corvid.agent.ApprovalMode;
import dev.corvid.agent.Effect;
import dev.corvid.agent.RunReport;
import dev.corvid.agent.RunStatus;
import dev.corvid.agent.Task;
import dev.corvid.agent.ToolArgumentsException;
import dev.corvid.agent.ToolCall;
import dev.corvid.agent.ToolRequest;
import dev.corvid.agent.ToolResult;
import dev.corvid.agent.spi.AgentListener;
import dev.corvid.agent.spi.Tool;
import dev.corvid.test.ScriptedApprover;
import dev.corvid.test.ScriptedLanguageModel;
import dev.corvid.test.ScriptedTool;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.annotation.ToolParam;
import org.springframework.ai.tool.function.FunctionToolCallback;
import org.springframework.ai.tool.method.MethodToolCallbackProvider;

class ToolsTests {
  private final List<String> pets = new ArrayList<>();

  record Pet(String name) {}

  /// What an application on Spring AI may have.
  final class PetService {
    @org.springframework.ai.tool.annotation.Tool(description = "Add a pet.")
    public String addPet(@ToolParam(description = "what it is called") String name, int age) {
      if (pets.contains(name)) {
        throw new IllegalArgumentException("there is a pet called " + name + " already");
      }
      pets.add(name + " " + age);
      return name;
    }
  }

  private ToolCallback addPet() {
    return MethodToolCallbackProvider.builder()
        .toolObjects(new PetService())
        .build()
        .getToolCallbacks()[0];
  }

  private static Tool throwing(Effect effect, Function<Pet, String> function) {
    ToolCallback callback =
        FunctionToolCallback.builder("find.pet", function).inputType(Pet.class).build();
    return SpringAiTools.from(List.of(callback), tool -> effect == Effect.READ).getFirst();
  }

  private static ToolRequest prepared(Tool tool, String arguments) {
    return tool.prepare(new ToolCall("run-1", tool.spec().name(), arguments));
  }

  @Test
  void aCallbackIsAWriteOfAnOriginOfItsOwn() {
    Tool tool = SpringAiTools.from(addPet()).getFirst();

    assertThat(tool.spec().name()).isEqualTo("addPet");
    assertThat(tool.spec().description()).isEqualTo("Add a pet.");
    assertThat(tool.spec().effect()).isEqualTo(Effect.WRITE);
    assertThat(tool.spec().origin()).isEqualTo("spring-ai:addPet");
    assertThat(tool.spec().parameters()).contains("what it is called");
    assertThat(
            SpringAiTools.from(
                    List.of(addPet()),
                    definition -> definition.name().startsWith("add"),
                    definition -> "pets")
                .getFirst()
                .spec())
        .satisfies(
            spec -> {
              assertThat(spec.effect()).isEqualTo(Effect.READ);
              assertThat(spec.origin()).isEqualTo("pets");
            });
  }

  @Test
  void whatIsPreparedIsWhatIsCalled() {
    Tool tool = SpringAiTools.from(addPet()).getFirst();
    ToolRequest request = prepared(tool, "{\"name\": \"Rex\", \"age\": 3}");

    assertThat(pets).isEmpty();
    assertThat(request.body()).isEqualTo("{\"name\":\"Rex\",\"age\":3}");
    assertThat(request.url()).isEqualTo("spring-ai:addPet/addPet");
    assertThat(request.isRepeatable()).isFalse();

    // As after a restart: another tool, the same request.
    ToolResult result = SpringAiTools.from(addPet()).getFirst().call(request);
    assertThat(result.status()).isEqualTo(ToolResult.Status.OK);
    assertThat(result.text()).contains("Rex");
    assertThat(pets).containsExactly("Rex 3");
  }

  @Test
  void argumentsThatDoNotFitAreNotSent() {
    Tool tool = SpringAiTools.from(addPet()).getFirst();
    for (String arguments :
        List.of("{\"age\": 3}", "[]", "no", "{\"name\":\"a\",\"name\":\"b\",\"age\":1}")) {
      assertThatThrownBy(() -> prepared(tool, arguments))
          .as(arguments)
          .isInstanceOf(ToolArgumentsException.class);
    }
    String other = "{\"name\": \"Rex\", \"age\": 3, \"owner\": \"me\"}";
    assertThatThrownBy(() -> prepared(tool, other)).hasMessageContaining("'owner' is not known");
    assertThat(pets).isEmpty();
  }

  @Test
  void aRequestOfAnotherToolIsNotSent() {
    Tool tool = SpringAiTools.from(addPet()).getFirst();
    ToolRequest other = prepared(throwing(Effect.WRITE, pet -> "found"), "{\"name\": \"Rex\"}");
    assertThat(tool.call(other).code()).isEqualTo("not sent");
    assertThat(pets).isEmpty();
  }

  @Test
  void whatAToolSaysInItsOwnWordsIsAnError() {
    Tool tool = SpringAiTools.from(addPet()).getFirst();
    pets.add("Rex");
    ToolResult result = tool.call(prepared(tool, "{\"name\": \"Rex\", \"age\": 3}"));
    assertThat(result.status()).isEqualTo(ToolResult.Status.ERROR);
    assertThat(result.text()).contains("there is a pet called Rex already");
  }

  @Test
  void argumentsThatCannotBeReadAreAnError() {
    Tool tool = throwing(Effect.WRITE, Pet::name);
    ToolResult result = tool.call(prepared(tool, "{\"name\": {\"first\": \"Rex\"}}"));
    assertThat(result.status()).isEqualTo(ToolResult.Status.ERROR);
  }

  @Test
  void aChangeThatBreaksOffMayHaveHappened() {
    Function<Pet, String> lost =
        pet -> {
          throw sneaky(new IOException("connection reset"));
        };
    Tool write = throwing(Effect.WRITE, lost);
    assertThat(write.call(prepared(write, "{\"name\": \"Rex\"}")).status())
        .isEqualTo(ToolResult.Status.UNKNOWN);
    Tool read = throwing(Effect.READ, lost);
    assertThat(read.call(prepared(read, "{\"name\": \"Rex\"}")).status())
        .isEqualTo(ToolResult.Status.ERROR);
  }

  @SuppressWarnings("unchecked")
  private static <E extends Exception> RuntimeException sneaky(Exception e) throws E {
    throw (E) e;
  }

  @Test
  void anInterruptedToolIsCancelled() {
    Tool tool =
        throwing(
            Effect.READ,
            pet -> {
              Thread.currentThread().interrupt();
              throw new IllegalStateException("interrupted");
            });
    try {
      assertThatThrownBy(() -> tool.call(prepared(tool, "{\"name\": \"Rex\"}")))
          .isInstanceOf(CancellationException.class);
    } finally {
      Thread.interrupted();
    }
  }

  @Test
  void aLongResultIsCutBetweenCharacters() {
    Tool tool = throwing(Effect.READ, pet -> "\uD83D\uDC26".repeat(20_000));
    ToolResult result = tool.call(prepared(tool, "{\"name\": \"Rex\"}"));
    assertThat(result.truncated()).isTrue();
    assertThat(result.text()).hasSizeLessThan(20_100).contains("more characters left out");
    assertThat(result.text().chars().filter(c -> Character.isHighSurrogate((char) c)).count())
        .isEqualTo(result.text().chars().filter(c -> Character.isLowSurrogate((char) c)).count());
  }

  @Test
  void namesAreMadeLegalAndStayDifferent() {
    ToolCallback first =
        FunctionToolCallback.builder("find pet", Pet::name).inputType(Pet.class).build();
    ToolCallback second =
        FunctionToolCallback.builder("find.pet", Pet::name).inputType(Pet.class).build();
    List<String> names =
        SpringAiTools.from(first, second).stream().map(tool -> tool.spec().name()).toList();
    assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.matches("find_pet_\\w{8}"));
    assertThat(SpringAiTools.from(second, first).getFirst().spec().name()).isEqualTo(names.get(1));
    assertThatIllegalArgumentException().isThrownBy(() -> SpringAiTools.from(first, first));
  }

  @Test
  void anAgentAsksBeforeItCallsOne() {
    ScriptedLanguageModel model =
        ScriptedLanguageModel.acting(
            ScriptedLanguageModel.plan("addPet"),
            ScriptedLanguageModel.call("addPet", "{\"name\": \"Rex\", \"age\": 3}"),
            "Rex was added.");
    ScriptedApprover user = ScriptedApprover.saying(true);
    Agent agent =
        Agent.with(model)
            .tools(SpringAiTools.from(addPet()))
            .approvals(ApprovalMode.ASK, user)
            .build();

    RunReport report =
        agent.run(Task.withTools("Add a pet called Rex, age 3"), AgentListener.SILENT);

    assertThat(report.status()).contains(RunStatus.DONE);
    assertThat(pets).containsExactly("Rex 3");
    assertThat(user.asked())
        .singleElement()
        .satisfies(w -> assertThat(w.request().body()).contains("\"Rex\""));
  }

  @Test
  void aReadIsMadeAndAChangeNeedsTheUsersWord() {
    ScriptedTool read = ScriptedTool.reading("findPet").taking("name").answering("{\"id\": 7}");
    ScriptedTool write = ScriptedTool.writing("dropPet").taking("name");
    String rex = "{\"name\": \"Rex\"}";

    ToolCallback[] alone = CorvidTools.callbacks(List.of(read, write));
    assertThat(alone[0].call(rex)).isEqualTo("{\"id\": 7}");
    assertThat(alone[1].call(rex)).contains("Not called", "nobody is there");
    assertThat(write.received()).isEmpty();

    ScriptedApprover no = ScriptedApprover.saying(false);
    assertThat(CorvidTools.callbacks(List.of(write), no)[0].call(rex))
        .contains("Not called", "does not allow");
    assertThat(no.asked()).hasSize(1);
    assertThat(write.received()).isEmpty();

    ScriptedApprover yes = ScriptedApprover.saying(true);
    CorvidTools.callbacks(List.of(write), yes)[0].call(rex);
    assertThat(write.received()).singleElement().isEqualTo(yes.asked().getFirst().request());
  }

  @Test
  void whatGoesWrongIsATextThatTheModelReads() {
    ScriptedTool tool = ScriptedTool.reading("findPet").taking("name");
    assertThat(CorvidTools.callbacks(List.of(tool))[0].call("{}"))
        .contains("Not called", "'name' is missing");
    assertThat(tool.received()).isEmpty();

    ScriptedTool failing =
        ScriptedTool.reading("findPet").answering(a -> ToolResult.error("404", "no such pet"));
    assertThat(CorvidTools.callbacks(List.of(failing))[0].call("{}"))
        .isEqualTo("Error (404): no such pet");

    ScriptedTool lost = ScriptedTool.writing("addPet").answering(a -> ToolResult.unknown("lost"));
    assertThat(CorvidTools.callbacks(List.of(lost), ScriptedApprover.saying(true))[0].call("{}"))
        .contains("not known", "do not repeat");
  }

  @Test
  void toolsSurviveTheWayThereAndBack() {
    ScriptedTool tool = ScriptedTool.reading("findPet").taking("name").answering("{\"id\": 7}");
    Tool back =
        SpringAiTools.from(List.of(CorvidTools.callbacks(List.of(tool))), definition -> true)
            .getFirst();
    assertThat(back.spec().name()).isEqualTo("findPet");
    assertThat(back.call(prepared(back, "{\"name\": \"Rex\"}")).text()).isEqualTo("{\"id\": 7}");
  }
}
