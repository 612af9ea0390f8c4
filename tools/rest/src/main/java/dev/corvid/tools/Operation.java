package dev.corvid.tools;

import dev.corvid.agent.spi.Tool;
import java.util.Objects;

/// An operation of an API that became a tool.
///
/// @param method in capitals
/// @param path the template of the specification
public record Operation(String method, String path, Tool tool) {
  public Operation {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(tool, "tool");
  }
}
