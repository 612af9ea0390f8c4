package dev.corvid.inference.internal.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Parses the statements of a template.
final class StatementParser {
  private final Tokens tokens;
  private final ExpressionParser expressions;
  private int loops;

  private StatementParser(List<Token> tokens) {
    this.tokens = new Tokens(tokens);
    this.expressions = new ExpressionParser(this.tokens);
  }

  static List<Statement> parse(String source) {
    StatementParser parser = new StatementParser(Lexer.tokens(source));
    List<Statement> statements = parser.body(Set.of());
    parser.tokens.expect(Token.Kind.END, "the end of the template");
    return statements;
  }

  /// Statements up to a block that begins with one of `ends`, whose name is not read yet.
  private List<Statement> body(Set<String> ends) {
    tokens.enter();
    List<Statement> statements = new ArrayList<>();
    while (tokens.peek().kind() != Token.Kind.END) {
      Token token = tokens.next();
      switch (token.kind()) {
        case TEXT -> statements.add(new Statement.Write(token.line(), Text.literal(token.text())));
        case OUTPUT_BEGIN -> statements.add(output(token.line()));
        default -> {
          if (ends.contains(tokens.peek().text())) {
            tokens.leave();
            return statements;
          }
          statements.add(block(token.line()));
        }
      }
    }
    if (!ends.isEmpty()) {
      throw tokens.error("a block must end with one of " + ends);
    }
    tokens.leave();
    return statements;
  }

  private Statement output(int line) {
    Expression value = expressions.parseTuple();
    tokens.expect(Token.Kind.OUTPUT_END, "'}}'");
    return new Statement.Output(line, value);
  }

  private Statement block(int line) {
    String name = tokens.name();
    return switch (name) {
      case "if" -> branch(line);
      case "for" -> loop(line);
      case "set" -> set(line);
      case "macro" -> macro(line);
      case "generation" -> {
        endBlock();
        List<Statement> body = body(Set.of("endgeneration"));
        end("endgeneration");
        yield new Statement.Group(line, body);
      }
      case "break", "continue" -> jump(name, line);
      default -> throw tokens.error("the block '" + name + "' is not supported");
    };
  }

  private Statement jump(String name, int line) {
    if (loops == 0) {
      throw tokens.error("'" + name + "' must be inside a loop");
    }
    endBlock();
    return name.equals("break") ? new Statement.Break(line) : new Statement.Continue(line);
  }

  private Statement branch(int line) {
    Expression condition = expressions.parse();
    endBlock();
    List<Statement> then = body(Set.of("elif", "else", "endif"));
    if (tokens.skipName("elif")) {
      tokens.enter();
      Statement otherwise = branch(line);
      tokens.leave();
      return new Statement.If(line, condition, then, List.of(otherwise));
    }
    return new Statement.If(line, condition, then, otherwise("endif"));
  }

  private List<Statement> otherwise(String end) {
    List<Statement> body = List.of();
    if (tokens.skipName("else")) {
      endBlock();
      body = body(Set.of(end));
    }
    end(end);
    return body;
  }

  private Statement loop(int line) {
    List<String> targets = names("in");
    tokens.expectName("in");
    Expression items = expressions.parseWithoutConditional();
    Expression filter = tokens.skipName("if") ? expressions.parse() : null;
    endBlock();
    loops++;
    List<Statement> body = body(Set.of("else", "endfor"));
    loops--;
    return new Statement.For(line, targets, items, filter, body, otherwise("endfor"));
  }

  private List<String> names(String end) {
    boolean parenthesis = tokens.skipOperator("(");
    List<String> names = new ArrayList<>(List.of(tokens.name()));
    while (tokens.skipOperator(",") && !tokens.isName(end)) {
      names.add(tokens.name());
    }
    if (parenthesis) {
      tokens.expectOperator(")");
    }
    return names;
  }

  private Statement set(int line) {
    if (tokens.peekSecond().is(Token.Kind.OPERATOR, ".")) {
      String namespace = tokens.name();
      tokens.next();
      String name = tokens.name();
      tokens.expectOperator("=");
      Expression value = expressions.parseTuple();
      endBlock();
      return new Statement.SetAttribute(line, namespace, name, value);
    }
    List<String> targets = names("=");
    if (tokens.skipOperator("=")) {
      Expression value = expressions.parseTuple();
      endBlock();
      return new Statement.Set(line, targets, value);
    }
    endBlock();
    List<Statement> body = body(Set.of("endset"));
    end("endset");
    return new Statement.SetBlock(line, targets.getFirst(), body);
  }

  private Statement macro(int line) {
    String name = tokens.name();
    List<String> parameters = new ArrayList<>();
    Map<String, Expression> defaults = new LinkedHashMap<>();
    tokens.expectOperator("(");
    while (!tokens.skipOperator(")")) {
      String parameter = tokens.name();
      parameters.add(parameter);
      if (tokens.skipOperator("=")) {
        defaults.put(parameter, expressions.parse());
      }
      if (!tokens.isOperator(")")) {
        tokens.expectOperator(",");
      }
    }
    endBlock();
    int outerLoops = loops;
    loops = 0;
    List<Statement> body = body(Set.of("endmacro"));
    loops = outerLoops;
    end("endmacro");
    return new Statement.Macro(line, name, parameters, defaults, body);
  }

  /// Read the rest of an end block; `{% endmacro name %}` may repeat the name.
  private void end(String name) {
    tokens.expectName(name);
    if (name.equals("endmacro") && tokens.peek().kind() == Token.Kind.NAME) {
      tokens.next();
    }
    endBlock();
  }

  private void endBlock() {
    tokens.expect(Token.Kind.BLOCK_END, "'%}'");
  }
}
