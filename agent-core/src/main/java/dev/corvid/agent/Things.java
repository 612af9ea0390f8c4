package dev.corvid.agent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The things that were read: which of them a parameter can name, and which of those the request is
/// about. A small model takes any number that it sees for an id, the id of an owner for that of a
/// pet, and of two visits the one that it read last. Belongs to the run's thread.
final class Things {
  /// A longer value is no name.
  private static final int LONGEST_NAME = 64;

  /// More things are not told apart.
  private static final int MOST = 2048;

  /// What a thing refers to says about it half of what it says itself, and so on, so often.
  private static final int REACH = 2;

  private final Kinds kinds;
  private final Set<String> sources = new HashSet<>();
  private final List<Thing> things = new ArrayList<>();
  private final Map<String, List<Thing>> byName = new HashMap<>();

  /// @param tools what may be read
  Things(List<ToolSpec> tools) {
    this.kinds = new Kinds(tools);
    tools.stream()
        .filter(tool -> tool.effect() == Effect.READ)
        .forEach(tool -> sources.addAll(Kinds.of(tool.name())));
  }

  /// A thing as one result has it.
  ///
  /// @param kinds stems of what it may be called: words of the tool or field that it came from
  /// @param fields its simple values, in their order
  /// @param id the field that tells it from its like, or nothing
  /// @param words the stems of the values and of what it was found by, between spaces
  private record Thing(Set<String> kinds, Map<String, String> fields, String id, String words) {
    static Thing of(Set<String> kinds, Map<String, String> fields, String foundBy) {
      List<String> naming =
          fields.keySet().stream().filter(field -> ParameterName.of(field).names()).toList();
      String id =
          naming.stream()
              .filter(field -> ParameterName.of(field).kind().isEmpty())
              .findFirst()
              .orElse(naming.isEmpty() ? "" : naming.getFirst());
      String words = fields.values().stream().map(Given::stems).collect(Collectors.joining());
      return new Thing(kinds, fields, id, " " + words + foundBy);
    }

    String name() {
      return fields.getOrDefault(id, "");
    }

    /// Whether a field of another thing may hold the name of this one.
    boolean isNamedBy(String field) {
      return field.equals(id) || kinds.contains(ParameterName.of(field).kind());
    }
  }

  /// Something was read.
  ///
  /// @param tool the name of the tool that said it
  /// @param arguments what the tool was asked, a JSON object
  void read(String tool, String arguments, String text) {
    try {
      collect(JsonMapper.shared().readTree(text), Kinds.of(tool), values(arguments));
    } catch (JacksonException e) {
      // A text has no fields.
    }
  }

  private static String values(String arguments) {
    return arguments.isEmpty()
        ? ""
        : JsonMapper.shared()
            .readTree(arguments)
            .valueStream()
            .filter(JsonNode::isValueNode)
            .map(value -> Given.stems(value.asString("")))
            .collect(Collectors.joining());
  }

  private void collect(JsonNode node, Set<String> kinds, String foundBy) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      JsonNode value = field.getValue();
      if (value.isContainer()) {
        collect(value, Kinds.of(field.getKey()), "");
      } else if (!value.isNull() && value.asString("").length() <= LONGEST_NAME) {
        fields.put(field.getKey(), value.asString(""));
      }
    }
    if (!fields.isEmpty() && things.size() < MOST) {
      Thing thing = Thing.of(kinds, Collections.unmodifiableMap(fields), foundBy);
      things.add(thing);
      byName.computeIfAbsent(thing.name(), name -> new ArrayList<>()).add(thing);
    }
    if (node.isArray()) {
      node.valueStream()
          .filter(JsonNode::isContainer)
          .forEach(item -> collect(item, kinds, foundBy));
    }
  }

  /// The values read that a parameter of a tool may have, in the order in which they were read.
  ///
  /// @param takes whether the parameter's type takes a value
  Set<String> named(ToolSpec tool, String parameter, Predicate<String> takes) {
    return evidence(tool, parameter, takes, List.of()).keySet();
  }

  /// Of these those that the request is about; all of them if it is about none or all alike.
  ///
  /// @param mentions what the request names
  Set<String> meant(
      ToolSpec tool, String parameter, Predicate<String> takes, List<String> mentions) {
    Map<String, double[]> evidence = evidence(tool, parameter, takes, mentions);
    double best = evidence.values().stream().mapToDouble(Things::sum).max().orElse(0);
    return evidence.keySet().stream()
        .filter(value -> sum(evidence.getOrDefault(value, new double[0])) >= best)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /// Which of the mentions something that was read says about what a parameter names.
  List<String> said(ToolSpec tool, String parameter, String value, List<String> mentions) {
    double[] said =
        evidence(tool, parameter, value::equalsIgnoreCase, mentions).values().stream()
            .reduce(new double[mentions.size()], Things::larger);
    return IntStream.range(0, said.length)
        .filter(i -> said[i] > 0)
        .mapToObj(mentions::get)
        .toList();
  }

  private static double sum(double[] values) {
    return Arrays.stream(values).sum();
  }

  /// How much of each mention is said about each value.
  private Map<String, double[]> evidence(
      ToolSpec tool, String parameter, Predicate<String> takes, List<String> mentions) {
    Map<String, double[]> evidence = new LinkedHashMap<>();
    for (boolean strictly : new boolean[] {true, false}) {
      for (Thing thing : things) {
        thing.fields.forEach(
            (field, value) -> {
              if (takes.test(value) && isNamed(tool, parameter, thing, field, strictly)) {
                double share = field.equals(thing.id) ? 1 : 0.5;
                evidence.merge(value, said(thing, mentions, share, REACH), Things::larger);
              }
            });
      }
      if (!evidence.isEmpty()) {
        break;
      }
    }
    return evidence;
  }

  /// Whether a field of a thing holds what a parameter names.
  ///
  /// @param strictly whether it has to be known what the field names
  private boolean isNamed(
      ToolSpec tool, String parameter, Thing thing, String field, boolean strictly) {
    ParameterName wanted = ParameterName.of(parameter);
    ParameterName name = ParameterName.of(field);
    if (!wanted.kind().isEmpty()) {
      boolean known =
          name.kind().equals(wanted.kind())
              || Stems.of(field).equals(wanted.kind())
              || field.equals(thing.id) && thing.kinds.contains(wanted.kind());
      return known || !strictly && name.names() && !sources.contains(wanted.kind());
    }
    return field.equals(parameter)
        && (!strictly
            || !field.equals(thing.id)
            || !Collections.disjoint(thing.kinds, kinds.of(tool, parameter)));
  }

  private double[] said(Thing thing, List<String> mentions, double share, int reach) {
    double[] said = new double[mentions.size()];
    for (int i = 0; i < said.length; i++) {
      said[i] = thing.words.contains(" " + mentions.get(i)) ? share : 0;
    }
    if (reach > 0) {
      for (Thing other : referred(thing)) {
        said = larger(said, said(other, mentions, share / 2, reach - 1));
      }
    }
    return said;
  }

  private List<Thing> referred(Thing thing) {
    return thing.fields.entrySet().stream()
        .filter(field -> !field.getKey().equals(thing.id))
        .filter(field -> ParameterName.of(field.getKey()).names())
        .flatMap(
            field ->
                byName.getOrDefault(field.getValue(), List.of()).stream()
                    .filter(other -> other.isNamedBy(field.getKey())))
        .toList();
  }

  private static double[] larger(double[] first, double[] second) {
    double[] larger = first.clone();
    for (int i = 0; i < larger.length; i++) {
      larger[i] = Math.max(first[i], second[i]);
    }
    return larger;
  }
}
