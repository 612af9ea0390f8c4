package dev.corvid.agent;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/// A tool as the agent and its model see it. Description and parameters come from a specification
/// or a server: untrusted data, never instructions.
///
/// @param name matches `[a-zA-Z0-9_-]{1,64}`, unique among the tools of a run
/// @param description what the tool does, possibly empty
/// @param parameters the JSON Schema of the arguments, an object, as JSON text
/// @param effect whether it changes something
/// @param origin what the tool talks to, such as `https://api.example.com` or `mcp:files`; what
///   was read from one origin goes to another only after approval
/// @param keywords further words to find the tool by, such as its path and tags
public record ToolSpec(
    String name,
    String description,
    String parameters,
    Effect effect,
    String origin,
    List<String> keywords) {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

  public ToolSpec {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("name must match %s, got '%s'".formatted(NAME, name));
    }
    Objects.requireNonNull(description, "description");
    Checks.requireText(parameters, "parameters");
    Objects.requireNonNull(effect, "effect");
    Checks.requireText(origin, "origin");
    keywords = List.copyOf(keywords);
  }

  ToolSpec withParameters(String value) {
    return new ToolSpec(name, description, value, effect, origin, keywords);
  }
}
