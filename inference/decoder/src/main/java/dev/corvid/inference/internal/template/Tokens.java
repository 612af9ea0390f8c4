package dev.corvid.inference.internal.template;

import java.util.List;

/// The parsers' place in the tokens, and the depth of nesting there.
final class Tokens {
  private static final int MAX_DEPTH = 100;

  private final List<Token> tokens;
  private int at;
  private int depth;

  Tokens(List<Token> tokens) {
    this.tokens = tokens;
  }

  Token peek() {
    return tokens.get(at);
  }

  Token peekSecond() {
    return tokens.get(Math.min(at + 1, tokens.size() - 1));
  }

  Token next() {
    Token token = tokens.get(at);
    at = Math.min(at + 1, tokens.size() - 1);
    return token;
  }

  boolean isName(String name) {
    return peek().is(Token.Kind.NAME, name);
  }

  boolean isOperator(String operator) {
    return peek().is(Token.Kind.OPERATOR, operator);
  }

  boolean skipName(String name) {
    boolean found = isName(name);
    if (found) {
      next();
    }
    return found;
  }

  boolean skipOperator(String operator) {
    boolean found = isOperator(operator);
    if (found) {
      next();
    }
    return found;
  }

  void expectName(String name) {
    if (!skipName(name)) {
      throw error("expected '" + name + "', found " + peek().describe());
    }
  }

  void expectOperator(String operator) {
    if (!skipOperator(operator)) {
      throw error("expected '" + operator + "', found " + peek().describe());
    }
  }

  String name() {
    return expect(Token.Kind.NAME, "a name").text();
  }

  Token expect(Token.Kind kind, String what) {
    if (peek().kind() != kind) {
      throw error("expected " + what + ", found " + peek().describe());
    }
    return next();
  }

  void enter() {
    if (++depth > MAX_DEPTH) {
      throw error("must nest at most " + MAX_DEPTH + " deep");
    }
  }

  void leave() {
    depth--;
  }

  TemplateException error(String message) {
    return new TemplateException("line " + peek().line() + ": " + message);
  }
}
