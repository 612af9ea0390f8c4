package dev.corvid.agent.spi;

import java.util.List;

/// Turns texts into vectors of unit length whose dot product measures likeness. Thread-safe.
public interface TextEmbedder extends AutoCloseable {
  /// Names model and version: vectors of different ids are not comparable.
  String id();

  int dimensions();

  /// Embed each text, in order; what is longer than the model reads is cut.
  List<float[]> embed(List<String> texts, Purpose purpose);

  /// Count the tokens of a text as the model splits it, without special tokens.
  int countTokens(String text);

  @Override
  void close();

  /// Whether a text asks or answers: some models want an instruction before a query.
  enum Purpose {
    QUERY,
    PASSAGE
  }
}
