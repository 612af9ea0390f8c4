package dev.corvid.inference.internal.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Cuts a template's source into tokens and applies whitespace control: `-` strips all white space
/// beside a tag, a line break after a block or comment is dropped (`trim_blocks`), and so is white
/// space between the start of a line and a block or comment (`lstrip_blocks`); `+` prevents it.
final class Lexer {
  private static final Set<String> LONG_OPERATORS = Set.of("==", "!=", "<=", ">=", "//", "**");
  private static final String OPERATORS = "+-*/%~<>=()[]{},.:|";

  private final String source;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int line = 1;

  /// Whether the tag before took the white space that follows.
  private boolean stripNext;

  private boolean trimNewline;

  private Lexer(String source) {
    String lines = source.replace("\r\n", "\n").replace('\r', '\n');
    this.source = lines.endsWith("\n") ? lines.substring(0, lines.length() - 1) : lines;
  }

  static List<Token> tokens(String source) {
    Lexer lexer = new Lexer(source);
    lexer.run();
    return lexer.tokens;
  }

  private void run() {
    while (at < source.length()) {
      int tag = nextTag();
      text(tag);
      if (tag < source.length()) {
        tag(source.charAt(tag + 1));
      }
    }
    add(Token.Kind.END, "");
  }

  private int nextTag() {
    for (int i = at; i + 1 < source.length(); i++) {
      if (source.charAt(i) == '{' && "{%#".indexOf(source.charAt(i + 1)) >= 0) {
        return i;
      }
    }
    return source.length();
  }

  /// Emit the text up to the tag at `end`, less what whitespace control takes.
  private void text(int end) {
    int from = at;
    if (stripNext) {
      from = skipSpace(from, end);
    } else if (trimNewline && from < end && source.charAt(from) == '\n') {
      from++;
    }
    int to = Math.max(from, textEnd(from, end));
    if (to > from) {
      add(Token.Kind.TEXT, source.substring(from, to));
    }
    advance(end);
  }

  private int skipSpace(int from, int end) {
    int i = from;
    while (i < end && Character.isWhitespace(source.charAt(i))) {
      i++;
    }
    return i;
  }

  private int textEnd(int from, int tag) {
    char control = charAt(tag + 2);
    int i = tag;
    if (control == '-' && tag < source.length()) {
      while (i > from && Character.isWhitespace(source.charAt(i - 1))) {
        i--;
      }
      return i;
    }
    if (tag == source.length() || charAt(tag + 1) == '{' || control == '+') {
      return tag;
    }
    while (i > from && source.charAt(i - 1) != '\n' && Character.isWhitespace(charAt(i - 1))) {
      i--;
    }
    boolean lineStart = i == 0 || source.charAt(i - 1) == '\n';
    return lineStart ? i : tag;
  }

  private void tag(char type) {
    int open = charAt(at + 2) == '-' || charAt(at + 2) == '+' && type != '{' ? 3 : 2;
    if (type == '#') {
      comment();
      return;
    }
    boolean block = type == '%';
    add(block ? Token.Kind.BLOCK_BEGIN : Token.Kind.OUTPUT_BEGIN, source.substring(at, at + open));
    advance(at + open);
    expression(block ? '%' : '}');
    stripNext = charAt(at) == '-';
    trimNewline = block && charAt(at) != '+';
    add(block ? Token.Kind.BLOCK_END : Token.Kind.OUTPUT_END, block ? "%}" : "}}");
    advance(at + (charAt(at) == (block ? '%' : '}') ? 2 : 3));
  }

  private void comment() {
    int end = source.indexOf("#}", at + 2);
    if (end < 0) {
      throw error("a comment must end with #}");
    }
    stripNext = end > at + 2 && source.charAt(end - 1) == '-';
    trimNewline = source.charAt(end - 1) != '+';
    advance(end + 2);
  }

  /// Read tokens up to the end of the tag.
  private void expression(char closing) {
    int braces = 0;
    while (true) {
      advance(skipSpace(at, source.length()));
      if (at >= source.length()) {
        throw error("a tag must end with " + closing + "}");
      }
      if (braces == 0 && atTagEnd(closing)) {
        return;
      }
      char c = source.charAt(at);
      braces += c == '{' ? 1 : c == '}' ? -1 : 0;
      token(c);
    }
  }

  private boolean atTagEnd(char closing) {
    char c = charAt(at);
    int i = c == '-' || c == '+' && closing == '%' ? at + 1 : at;
    return charAt(i) == closing && charAt(i + 1) == '}';
  }

  private void token(char c) {
    if (c == '"' || c == '\'') {
      string(c);
    } else if (c >= '0' && c <= '9') {
      number();
    } else if (c == '_' || Character.isLetter(c)) {
      int end = at;
      while (charAt(end) == '_' || Character.isLetterOrDigit(charAt(end))) {
        end++;
      }
      emit(Token.Kind.NAME, end);
    } else if (at + 2 <= source.length() && LONG_OPERATORS.contains(source.substring(at, at + 2))) {
      emit(Token.Kind.OPERATOR, at + 2);
    } else if (OPERATORS.indexOf(c) >= 0) {
      emit(Token.Kind.OPERATOR, at + 1);
    } else {
      throw error("unexpected character '" + c + "'");
    }
  }

  private void number() {
    int end = digits(at);
    boolean decimal = charAt(end) == '.' && charAt(end + 1) >= '0' && charAt(end + 1) <= '9';
    emit(decimal ? Token.Kind.DECIMAL : Token.Kind.INTEGER, decimal ? digits(end + 1) : end);
  }

  private int digits(int from) {
    int i = from;
    while (charAt(i) >= '0' && charAt(i) <= '9') {
      i++;
    }
    return i;
  }

  private void string(char quote) {
    int end = at + 1;
    while (end < source.length() && source.charAt(end) != quote) {
      end += source.charAt(end) == '\\' ? 2 : 1;
    }
    if (end >= source.length()) {
      throw error("a string must end with " + quote);
    }
    add(Token.Kind.STRING, Escapes.unescape(source.substring(at + 1, end), line));
    advance(end + 1);
  }

  private void emit(Token.Kind kind, int end) {
    add(kind, source.substring(at, end));
    advance(end);
  }

  private void add(Token.Kind kind, String text) {
    tokens.add(new Token(kind, text, line));
  }

  private void advance(int to) {
    for (int i = at; i < to; i++) {
      if (source.charAt(i) == '\n') {
        line++;
      }
    }
    at = to;
  }

  private char charAt(int index) {
    return index < source.length() ? source.charAt(index) : '\0';
  }

  private TemplateException error(String message) {
    return new TemplateException("line " + line + ": " + message);
  }
}
