package dev.corvid.agent;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Decides which requests are sent without asking. What was read can make a model want anything, so
/// nothing here looks at what the model says: only at what is sent, where to, and where its values
/// come from. Belongs to the run's thread.
final class Guard {
  private final ApprovalMode mode;
  private final Map<String, ToolPolicy> policies;
  private final Provenance provenance;
  private final Map<String, Integer> planned = new HashMap<>();
  private String last = "";

  Guard(ApprovalMode mode, Map<String, ToolPolicy> policies, Provenance provenance) {
    this.mode = mode;
    this.policies = Map.copyOf(policies);
    this.provenance = provenance;
  }

  /// What is to be done with a request.
  sealed interface Verdict {
    record Send() implements Verdict {}

    record Ask(String reason) implements Verdict {}

    record Refuse(String reason) implements Verdict {}
  }

  /// The calls of a plan, in place of those of an earlier one; each name stands for one call.
  /// Counts only while nothing was read that somebody else wrote.
  void plan(List<String> tools) {
    if (!provenance.isTainted()) {
      planned.clear();
      tools.forEach(tool -> planned.merge(tool, 1, Integer::sum));
    }
  }

  /// A call is sent: one of the planned ones, if there is one left.
  void sent(ToolSpec tool) {
    boolean isPlanned = planned.getOrDefault(tool.name(), 0) > 0;
    last = isPlanned ? tool.name() : "";
    planned.computeIfPresent(tool.name(), (name, left) -> Math.max(0, left - 1));
  }

  /// The call that was sent last failed before anything happened: it may be tried once more.
  void failed(ToolSpec tool) {
    if (last.equals(tool.name())) {
      planned.merge(last, 1, Integer::sum);
      last = "";
    }
  }

  /// What is to be done with a request; decides the same as long as nothing is read or sent.
  Verdict judge(ToolSpec tool, ToolRequest request) {
    return switch (policies.get(tool.name())) {
      case ALLOW -> new Verdict.Send();
      case DENY -> new Verdict.Refuse("the configuration does not allow it");
      case ASK -> askOrRefuse("the configuration wants it asked");
      case null -> judgeFlow(tool, request);
    };
  }

  private Verdict judgeFlow(ToolSpec tool, ToolRequest request) {
    JsonNode arguments = JsonMapper.shared().readTree(request.call().arguments());
    Set<String> declared = declared(JsonMapper.shared().readTree(tool.parameters()));
    Set<String> foreign = provenance.foreign(tool.origin());
    if (!foreign.isEmpty() && !provenance.isFromTaskOrOf(tool.origin(), arguments, declared)) {
      return askOrRefuse(
          "it may carry what was read from %s to %s"
              .formatted(String.join(", ", foreign), tool.origin()));
    }
    return request.effect() == Effect.READ
        ? new Verdict.Send()
        : judgeWrite(tool, arguments, declared);
  }

  private Verdict judgeWrite(ToolSpec tool, JsonNode arguments, Set<String> declared) {
    return switch (mode) {
      case ASK -> new Verdict.Ask("it changes something");
      case NEVER -> new Verdict.Refuse("writes are not allowed in this run");
      case ALL -> judgePlanned(tool, arguments, declared);
    };
  }

  private Verdict judgePlanned(ToolSpec tool, JsonNode arguments, Set<String> declared) {
    if (planned.getOrDefault(tool.name(), 0) == 0) {
      return new Verdict.Ask("it changes something that was not planned before anything was read");
    }
    if (!provenance.isFromTaskOrTyped(arguments, declared)) {
      return new Verdict.Ask("it writes values that the task does not name");
    }
    return new Verdict.Send();
  }

  private Verdict askOrRefuse(String reason) {
    return mode == ApprovalMode.NEVER ? new Verdict.Refuse(reason) : new Verdict.Ask(reason);
  }

  /// The names of all fields that a schema knows, at any depth.
  private static Set<String> declared(JsonNode schema) {
    Set<String> names = new HashSet<>();
    schema.path("properties").propertyNames().forEach(names::add);
    schema.valueStream().forEach(child -> names.addAll(declared(child)));
    return names;
  }
}
