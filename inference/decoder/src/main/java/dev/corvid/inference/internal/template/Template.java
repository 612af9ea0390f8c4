package dev.corvid.inference.internal.template;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;

/// A parsed template. Immutable, thread-safe.
///
/// Values of the context are [Text], [Long], [Double], [Boolean], [#NONE], and lists and maps with
/// string keys of these.
public final class Template {
  /// Python's `None` as a value of the context.
  public static final Object NONE = None.NONE;

  private static final int MAX_SOURCE = 1 << 20;

  private final List<Statement> statements;

  private Template(List<Statement> statements) {
    this.statements = statements;
  }

  /// @throws TemplateException if the source is malformed or uses what is not supported
  public static Template parse(String source) {
    if (source.length() > MAX_SOURCE) {
      throw new TemplateException(
          "a template must have at most %d characters, has %d"
              .formatted(MAX_SOURCE, source.length()));
    }
    return new Template(StatementParser.parse(source));
  }

  /// Render the template.
  ///
  /// @param now what `strftime_now` prints
  /// @throws TemplateException if the template fails, refuses its input or exceeds a bound
  public Text render(Map<String, Object> context, LocalDateTime now) {
    return new Interpreter(now).render(statements, context);
  }
}
