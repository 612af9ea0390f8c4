package dev.corvid.autoconfigure;

import dev.corvid.agent.Admission;
import dev.corvid.agent.Effect;
import dev.corvid.agent.spi.LanguageModel;
import dev.corvid.retrieval.IndexStatus;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/// The Actuator endpoint `corvid`: model, index, tools and queue, without anything that was asked.
@Endpoint(id = "corvid")
public final class CorvidEndpoint {
  private final LanguageModel model;
  private final AgentTools tools;
  private final Admission admission;
  private final ObjectProvider<DocumentLibrary> documents;

  CorvidEndpoint(
      LanguageModel model,
      AgentTools tools,
      Admission admission,
      ObjectProvider<DocumentLibrary> documents) {
    this.model = model;
    this.tools = tools;
    this.admission = admission;
    this.documents = documents;
  }

  /// @param model its name, or that it is not loaded yet
  /// @param index what the index holds, if it was opened
  /// @param waiting how many runs wait
  public record State(
      String model, Optional<IndexStatus> index, List<ToolState> tools, int waiting) {}

  /// @param effect `read` or `write`
  public record ToolState(String name, String effect, String origin) {}

  @ReadOperation
  public State state() {
    return new State(
        ModelState.of(model),
        Optional.ofNullable(documents.getIfAvailable()).flatMap(DocumentLibrary::status),
        tools.tools().stream()
            .map(
                tool ->
                    new ToolState(
                        tool.spec().name(), word(tool.spec().effect()), tool.spec().origin()))
            .toList(),
        admission.waiting());
  }

  private static String word(Effect effect) {
    return effect.name().toLowerCase(Locale.ROOT);
  }
}
