package dev.corvid.inference.internal.template;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A statement of a template; `line` says where it begins.
sealed interface Statement {
  int line();

  record Write(int line, Text text) implements Statement {}

  record Output(int line, Expression value) implements Statement {}

  record If(int line, Expression condition, List<Statement> then, List<Statement> otherwise)
      implements Statement {}

  record For(
      int line,
      List<String> targets,
      Expression items,
      @Nullable Expression filter,
      List<Statement> body,
      List<Statement> otherwise)
      implements Statement {}

  record Set(int line, List<String> targets, Expression value) implements Statement {}

  record SetAttribute(int line, String namespace, String name, Expression value)
      implements Statement {}

  /// `{% set x %}…{% endset %}`
  record SetBlock(int line, String target, List<Statement> body) implements Statement {}

  record Macro(
      int line,
      String name,
      List<String> parameters,
      Map<String, Expression> defaults,
      List<Statement> body)
      implements Statement {}

  /// A block that adds nothing to its body, such as `{% generation %}`.
  record Group(int line, List<Statement> body) implements Statement {}

  record Break(int line) implements Statement {}

  record Continue(int line) implements Statement {}
}
