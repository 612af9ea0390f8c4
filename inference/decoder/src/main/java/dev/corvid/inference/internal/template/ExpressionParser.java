package dev.corvid.inference.internal.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Parses expressions by recursive descent, weakest operator first.
final class ExpressionParser {
  private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
  private static final Set<String> AFTER_TEST = Set.of("and", "or", "else", "is", "if", "not");

  private final Tokens tokens;

  ExpressionParser(Tokens tokens) {
    this.tokens = tokens;
  }

  Expression parse() {
    tokens.enter();
    Expression value = conditional();
    tokens.leave();
    return value;
  }

  /// An expression, or several with commas between them, which make a tuple.
  Expression parseTuple() {
    Expression first = parse();
    if (!tokens.isOperator(",")) {
      return first;
    }
    List<Expression> items = new ArrayList<>(List.of(first));
    while (tokens.skipOperator(",") && startsExpression()) {
      items.add(parse());
    }
    return new Expression.ListOf(items);
  }

  /// An expression without `if`, which in a `for` belongs to the loop.
  Expression parseWithoutConditional() {
    tokens.enter();
    Expression value = or();
    tokens.leave();
    return value;
  }

  private boolean startsExpression() {
    Token token = tokens.peek();
    return switch (token.kind()) {
      case NAME, STRING, INTEGER, DECIMAL -> true;
      case OPERATOR -> "([{-+".contains(token.text());
      default -> false;
    };
  }

  private Expression conditional() {
    Expression value = or();
    while (tokens.skipName("if")) {
      Expression condition = or();
      Expression otherwise = tokens.skipName("else") ? parse() : null;
      value = new Expression.Conditional(condition, value, otherwise);
    }
    return value;
  }

  private Expression or() {
    Expression left = and();
    while (tokens.skipName("or")) {
      left = new Expression.Binary("or", left, and());
    }
    return left;
  }

  private Expression and() {
    Expression left = not();
    while (tokens.skipName("and")) {
      left = new Expression.Binary("and", left, not());
    }
    return left;
  }

  private Expression not() {
    if (!tokens.skipName("not")) {
      return comparison();
    }
    tokens.enter();
    Expression operand = not();
    tokens.leave();
    return new Expression.Not(operand);
  }

  private Expression comparison() {
    Expression first = sum();
    List<Map.Entry<String, Expression>> rest = new ArrayList<>();
    for (String operator = comparator(); operator != null; operator = comparator()) {
      rest.add(Map.entry(operator, sum()));
    }
    return rest.isEmpty() ? first : new Expression.Comparison(first, rest);
  }

  private @Nullable String comparator() {
    Token token = tokens.peek();
    if (token.kind() == Token.Kind.OPERATOR && COMPARISONS.contains(token.text())) {
      return tokens.next().text();
    }
    if (tokens.skipName("in")) {
      return "in";
    }
    if (tokens.isName("not") && tokens.peekSecond().is(Token.Kind.NAME, "in")) {
      tokens.next();
      tokens.next();
      return "not in";
    }
    return null;
  }

  private Expression sum() {
    Expression left = concatenation();
    while (tokens.isOperator("+") || tokens.isOperator("-")) {
      left = new Expression.Binary(tokens.next().text(), left, concatenation());
    }
    return left;
  }

  private Expression concatenation() {
    Expression left = product();
    while (tokens.skipOperator("~")) {
      left = new Expression.Binary("~", left, product());
    }
    return left;
  }

  private Expression product() {
    Expression left = power();
    while (tokens.isOperator("*")
        || tokens.isOperator("/")
        || tokens.isOperator("//")
        || tokens.isOperator("%")) {
      left = new Expression.Binary(tokens.next().text(), left, power());
    }
    return left;
  }

  private Expression power() {
    Expression left = unary(true);
    while (tokens.skipOperator("**")) {
      left = new Expression.Binary("**", left, unary(true));
    }
    return left;
  }

  private Expression unary(boolean withFilters) {
    tokens.enter();
    Expression value;
    if (tokens.skipOperator("-")) {
      value = new Expression.Negative(unary(false));
    } else if (tokens.skipOperator("+")) {
      value = unary(false);
    } else {
      value = postfix(primary());
    }
    tokens.leave();
    return withFilters ? filters(value) : value;
  }

  private Expression primary() {
    Token token = tokens.peek();
    return switch (token.kind()) {
      case NAME -> name(tokens.next().text());
      case STRING -> strings();
      case INTEGER -> new Expression.Constant(integer());
      case DECIMAL -> new Expression.Constant(Double.parseDouble(tokens.next().text()));
      case OPERATOR -> bracketed(token);
      default -> throw unexpected(token);
    };
  }

  private static Expression name(String name) {
    return switch (name) {
      case "true", "True" -> new Expression.Constant(true);
      case "false", "False" -> new Expression.Constant(false);
      case "none", "None" -> new Expression.Constant(None.NONE);
      default -> new Expression.Name(name);
    };
  }

  /// Adjacent strings are one.
  private Expression strings() {
    StringBuilder text = new StringBuilder();
    while (tokens.peek().kind() == Token.Kind.STRING) {
      text.append(tokens.next().text());
    }
    return new Expression.Constant(Text.literal(text.toString()));
  }

  private long integer() {
    try {
      return Long.parseLong(tokens.peek().text());
    } catch (NumberFormatException e) {
      throw tokens.error("an integer must be at most 2^63 - 1, is " + tokens.peek().text());
    } finally {
      tokens.next();
    }
  }

  private Expression bracketed(Token token) {
    return switch (token.text()) {
      case "(" -> {
        tokens.next();
        if (tokens.skipOperator(")")) {
          yield new Expression.ListOf(List.of());
        }
        Expression value = parseTuple();
        tokens.expectOperator(")");
        yield value;
      }
      case "[" -> {
        tokens.next();
        yield new Expression.ListOf(items("]"));
      }
      case "{" -> dict();
      default -> throw unexpected(token);
    };
  }

  private List<Expression> items(String closing) {
    List<Expression> items = new ArrayList<>();
    while (!tokens.skipOperator(closing)) {
      items.add(parse());
      if (!tokens.isOperator(closing)) {
        tokens.expectOperator(",");
      }
    }
    return items;
  }

  private Expression dict() {
    tokens.next();
    List<Map.Entry<Expression, Expression>> entries = new ArrayList<>();
    while (!tokens.skipOperator("}")) {
      Expression key = parse();
      tokens.expectOperator(":");
      entries.add(Map.entry(key, parse()));
      if (!tokens.isOperator("}")) {
        tokens.expectOperator(",");
      }
    }
    return new Expression.DictOf(entries);
  }

  private Expression postfix(Expression start) {
    Expression value = start;
    while (true) {
      if (tokens.skipOperator(".")) {
        value = attribute(value);
      } else if (tokens.skipOperator("[")) {
        value = subscript(value);
      } else if (tokens.isOperator("(")) {
        value = new Expression.Call(value, arguments());
      } else {
        return value;
      }
    }
  }

  private Expression attribute(Expression value) {
    if (tokens.peek().kind() == Token.Kind.INTEGER) {
      return new Expression.Item(value, new Expression.Constant(integer()));
    }
    return new Expression.Attribute(value, tokens.name());
  }

  private Expression subscript(Expression value) {
    Expression start = tokens.isOperator(":") ? null : parse();
    if (start != null && tokens.skipOperator("]")) {
      return new Expression.Item(value, start);
    }
    tokens.expectOperator(":");
    Expression stop = tokens.isOperator(":") || tokens.isOperator("]") ? null : parse();
    Expression step = tokens.skipOperator(":") && !tokens.isOperator("]") ? parse() : null;
    tokens.expectOperator("]");
    return new Expression.Slice(value, start, stop, step);
  }

  private Expression.Arguments arguments() {
    tokens.expectOperator("(");
    List<Expression> positional = new ArrayList<>();
    Map<String, Expression> named = new LinkedHashMap<>();
    while (!tokens.skipOperator(")")) {
      boolean isNamed =
          tokens.peek().kind() == Token.Kind.NAME
              && tokens.peekSecond().is(Token.Kind.OPERATOR, "=");
      if (isNamed) {
        String name = tokens.next().text();
        tokens.next();
        named.put(name, parse());
      } else {
        positional.add(parse());
      }
      if (!tokens.isOperator(")")) {
        tokens.expectOperator(",");
      }
    }
    return new Expression.Arguments(positional, named);
  }

  /// Filters and tests, which bind weaker than calls and subscripts.
  private Expression filters(Expression start) {
    Expression value = start;
    while (true) {
      if (tokens.skipOperator("|")) {
        String name = tokens.name();
        value = new Expression.Filter(value, name, optionalArguments());
      } else if (tokens.skipName("is")) {
        value = test(value);
      } else if (tokens.isOperator("(")) {
        value = new Expression.Call(value, arguments());
      } else {
        return value;
      }
    }
  }

  private Expression.Arguments optionalArguments() {
    return tokens.isOperator("(") ? arguments() : new Expression.Arguments(List.of(), Map.of());
  }

  private Expression test(Expression value) {
    boolean negated = tokens.skipName("not");
    String name = tokens.name();
    List<Expression> arguments = List.of();
    if (tokens.isOperator("(")) {
      arguments = arguments().positional();
    } else if (startsTestArgument()) {
      arguments = List.of(postfix(primary()));
    }
    Expression test = new Expression.Test(value, name, arguments);
    return negated ? new Expression.Not(test) : test;
  }

  private boolean startsTestArgument() {
    Token token = tokens.peek();
    return switch (token.kind()) {
      case NAME -> !AFTER_TEST.contains(token.text());
      case STRING, INTEGER, DECIMAL -> true;
      case OPERATOR -> "[{".contains(token.text());
      default -> false;
    };
  }

  private TemplateException unexpected(Token token) {
    return tokens.error("expected an expression, found " + token.describe());
  }
}
