package dev.corvid.tools;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// How an endpoint's parameters and body lie in one flat object of arguments.
///
/// @param flatBody the body's schema if its fields lie among the arguments
/// @param bodyRequired whether there must be a body
record InputLayout(List<Argument> arguments, Optional<ObjectNode> flatBody, boolean bodyRequired) {
  InputLayout {
    arguments = List.copyOf(arguments);
  }

  /// One argument: where it comes from and what it may be.
  record Argument(String name, Slot slot, JsonNode schema, boolean required, String description) {}

  /// What an argument becomes.
  sealed interface Slot {
    record OfParameter(Parameter parameter) implements Slot {}

    record BodyField(String field) implements Slot {}

    record WholeBody() implements Slot {}
  }

  static InputLayout of(Endpoint endpoint, References references) {
    Set<String> taken = new HashSet<>();
    List<Argument> arguments = new ArrayList<>();
    for (Parameter parameter : endpoint.parameters()) {
      String name = free(parameter.name(), "_" + parameter.place().word(), taken);
      arguments.add(
          new Argument(
              name,
              new Slot.OfParameter(parameter),
              parameter.schema(),
              parameter.required(),
              parameter.description()));
    }
    if (endpoint.body().isEmpty()) {
      return new InputLayout(arguments, Optional.empty(), false);
    }
    return withBody(arguments, endpoint.body().get(), references, taken);
  }

  private static InputLayout withBody(
      List<Argument> arguments, Body body, References references, Set<String> taken) {
    ObjectNode merged = references.merged(body.schema());
    List<Map.Entry<String, JsonNode>> fields =
        Nodes.entries(merged, "properties").stream()
            .filter(e -> !ValidationSchema.isReadOnly(references, e.getValue()))
            .toList();
    if (!isFlat(merged) || fields.stream().anyMatch(e -> taken.contains(e.getKey()))) {
      String name = free("body", "_of_request", taken);
      arguments.add(
          new Argument(
              name, new Slot.WholeBody(), body.schema(), body.required(), body.description()));
      return new InputLayout(arguments, Optional.empty(), body.required());
    }
    List<String> required = Nodes.texts(merged, "required");
    for (Map.Entry<String, JsonNode> field : fields) {
      arguments.add(
          new Argument(
              field.getKey(),
              new Slot.BodyField(field.getKey()),
              field.getValue(),
              body.required() && required.contains(field.getKey()),
              ""));
    }
    return new InputLayout(arguments, Optional.of(merged), body.required());
  }

  /// Whether a body is an object whose declared fields say all of it.
  private static boolean isFlat(ObjectNode body) {
    return Schemas.types(body).equals(List.of("object"))
        && !Schemas.isNullable(body)
        && !body.path("properties").isEmpty()
        && body.path("additionalProperties").isEmpty()
        && !body.has("patternProperties")
        && !body.has("allOf")
        && !body.has("if")
        && !body.has("not")
        && Schemas.alternativesOnlyRequire(body);
  }

  private static String free(String name, String suffix, Set<String> taken) {
    String free = name;
    for (int i = 1; !taken.add(free); i++) {
      free = name + suffix + (i == 1 ? "" : "_" + i);
    }
    return free;
  }

  /// The JSON Schema that arguments must fit.
  ObjectNode validationSchema(References references) {
    ValidationSchema translation = new ValidationSchema(references);
    ObjectNode root = Nodes.FACTORY.objectNode().put("type", "object");
    ObjectNode properties = root.putObject("properties");
    ArrayNode required = root.putArray("required");
    for (Argument argument : arguments) {
      properties.set(argument.name(), translation.translate(argument.schema()));
      if (argument.required()) {
        required.add(argument.name());
      }
    }
    root.put("additionalProperties", false);
    flatBody.ifPresent(merged -> addBodyRules(root, merged));
    return translation.complete(root);
  }

  /// What a flat body's schema says beside its fields.
  private void addBodyRules(ObjectNode root, ObjectNode merged) {
    List<String> fields =
        arguments.stream()
            .filter(a -> a.slot() instanceof Slot.BodyField)
            .map(Argument::name)
            .toList();
    List<String> needed =
        Nodes.texts(merged, "required").stream().filter(fields::contains).toList();
    if (!bodyRequired && !needed.isEmpty()) {
      ObjectNode dependent = root.putObject("dependentRequired");
      fields.forEach(field -> needed.forEach(dependent.putArray(field)::add));
    } else if (bodyRequired && (merged.has("anyOf") || merged.has("oneOf"))) {
      ArrayNode alternatives = root.putArray("anyOf");
      for (String keyword : Schemas.ALTERNATIVES) {
        for (JsonNode alternative : Nodes.list(merged, keyword)) {
          ArrayNode names = alternatives.addObject().putArray("required");
          Nodes.texts(alternative, "required").stream()
              .filter(fields::contains)
              .forEach(names::add);
        }
      }
    }
  }
}
