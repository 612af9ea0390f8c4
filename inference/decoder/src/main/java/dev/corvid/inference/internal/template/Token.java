package dev.corvid.inference.internal.template;

/// A token of a template's source.
record Token(Kind kind, String text, int line) {
  enum Kind {
    /// Output as it stands.
    TEXT,
    /// `{%` and `%}`.
    BLOCK_BEGIN,
    BLOCK_END,
    /// `{{` and `}}`.
    OUTPUT_BEGIN,
    OUTPUT_END,
    NAME,
    STRING,
    INTEGER,
    DECIMAL,
    OPERATOR,
    END
  }

  boolean is(Kind otherKind, String otherText) {
    return kind == otherKind && text.equals(otherText);
  }

  /// How the token reads in a message.
  String describe() {
    return kind == Kind.END ? "the end of the template" : "'" + text + "'";
  }
}
