package dev.corvid.agent.spi;

import java.util.List;
import java.util.Objects;

/// Where tools come from: a specification, a server. Owns what its tools need.
public interface ToolProvider extends AutoCloseable {
  List<Tool> tools();

  /// What was declared and did not become a tool, with the reason.
  List<Skipped> skipped();

  @Override
  void close();

  /// @param operation as its source names it, such as `POST /pets`
  /// @param why it is no tool
  record Skipped(String operation, String why) {
    public Skipped {
      Objects.requireNonNull(operation, "operation");
      Objects.requireNonNull(why, "why");
    }
  }
}
