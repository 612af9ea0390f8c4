package dev.corvid.inference;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.OptionalInt;

/// Turns text into a model's tokens and back: byte-level byte-pair encoding with the vocabulary,
/// merges and pre-tokenizer that the model file names. Immutable, thread-safe.
///
/// Token ids equal llama.cpp's, with one intended difference: [#encode(String)] treats its text as
/// data throughout and parses no special token out of it, user-defined ones like `<tool_call>`
/// included.
///
/// Sennrich et al., ACL 2016; the byte alphabet is GPT-2's.
public final class Tokenizer {
  private final Vocabulary vocabulary;
  private final PreTokenizer preTokenizer;
  private final Merges merges;
  private final SpecialTokens specials;
  private final boolean addsBos;

  private Tokenizer(ModelFile file, Vocabulary vocabulary) {
    Metadata metadata = file.metadata();
    this.vocabulary = vocabulary;
    this.preTokenizer =
        PreTokenizer.named(file.path(), metadata.string("tokenizer.ggml.pre", "default"));
    this.merges = new Merges(metadata.strings("tokenizer.ggml.merges"), vocabulary);
    this.specials = SpecialTokens.of(file, vocabulary);
    this.addsBos = metadata.flag("tokenizer.ggml.add_bos_token", false);
  }

  /// Read the tokenizer of a model. It does not need the file afterwards.
  ///
  /// @throws ModelFileException if the file's tokenizer is incomplete or of a kind that is not
  ///     supported
  public static Tokenizer of(ModelFile file) {
    String model = file.metadata().string("tokenizer.ggml.model");
    if (!model.equals("gpt2")) {
      throw new ModelFileException(
          file.path(),
          "tokenizer.ggml.model must be gpt2 (byte-level BPE), is '%s'".formatted(model),
          "Name a model of another family, for instance Qwen2.5 or SmolLM2.");
    }
    return new Tokenizer(file, Vocabulary.of(file));
  }

  /// The tokens of `text`, which is data: no special token is parsed out of it and none is added. A
  /// lone surrogate counts as U+FFFD.
  ///
  /// Takes time in proportion to the text's length, and its logarithm where there is no break.
  public int[] encode(String text) {
    Encoder encoder = new Encoder();
    String clean = Surrogates.replaceLone(text);
    encoder.append(clean, 0, clean.length());
    return encoder.tokens();
  }

  /// The tokens of `text`, in which the names of special tokens stand for these tokens. Only for
  /// text of the program or the model file, never for documents or messages.
  public int[] encodeMarkup(String text) {
    return encode(text, (from, to) -> true);
  }

  /// The tokens of a text made of markup and data: the name of a special token stands for it where
  /// all of it is markup. The rest is encoded across the borders of markup and data.
  int[] encode(String text, Markup markup) {
    Encoder encoder = new Encoder();
    String clean = Surrogates.replaceLone(text);
    int at = 0;
    for (SpecialTokens.Match match : specials.find(clean, markup)) {
      encoder.append(clean, at, match.from());
      encoder.add(match.token());
      at = match.to();
    }
    encoder.append(clean, at, clean.length());
    return encoder.tokens();
  }

  /// Tells which parts of a text are markup.
  @FunctionalInterface
  interface Markup {
    /// Whether all characters from `from` to before `to` are markup.
    boolean covers(int from, int to);
  }

  /// The text of the tokens; special tokens have none, invalid UTF-8 becomes U+FFFD.
  ///
  /// @throws IndexOutOfBoundsException if a token is not in the vocabulary
  public String decode(int... tokens) {
    ByteList bytes = new ByteList();
    for (int token : tokens) {
      bytes.add(bytes(token));
    }
    return bytes.utf8();
  }

  /// The bytes that the token adds to a text, in a new array: a part of a character maybe, and none
  /// for a special token, except a user-defined one like `<tool_call>`.
  ///
  /// @throws IndexOutOfBoundsException if the token is not in the vocabulary
  public byte[] bytes(int token) {
    return switch (vocabulary.kind(token)) {
      case NORMAL -> vocabulary.decoded(token);
      case USER_DEFINED -> vocabulary.text(token).getBytes(StandardCharsets.UTF_8);
      case CONTROL, UNKNOWN, UNUSED -> new byte[0];
    };
  }

  /// The token as a person may see it: its text, or the name of a special token.
  ///
  /// @throws IndexOutOfBoundsException if the token is not in the vocabulary
  public String piece(int token) {
    return vocabulary.kind(token) == Vocabulary.Kind.NORMAL
        ? new String(vocabulary.decoded(token), StandardCharsets.UTF_8)
        : vocabulary.text(token);
  }

  /// Whether the token is a control token: one that has a meaning for the model instead of a text.
  public boolean isControl(int token) {
    return vocabulary.kind(token) == Vocabulary.Kind.CONTROL;
  }

  /// Whether the model ends its turn or its text with this token.
  public boolean isEnd(int token) {
    Objects.checkIndex(token, vocabularySize());
    return specials.isEnd(token);
  }

  /// Whether the token is a piece of ordinary text: neither special nor an end.
  boolean isText(int token) {
    return vocabulary.kind(token) == Vocabulary.Kind.NORMAL && !specials.isEnd(token);
  }

  /// The number of tokens; they are numbered from 0.
  public int vocabularySize() {
    return vocabulary.size();
  }

  /// The token that begins a text, if the model has one.
  public OptionalInt bos() {
    return specials.bos();
  }

  /// The token that ends a text or a turn, if the model has one.
  public OptionalInt eos() {
    return specials.eos();
  }

  /// Whether the model expects [#bos()] before a text; a chat template writes it itself.
  public boolean addsBos() {
    return addsBos;
  }

  /// Collects the tokens of one text.
  private final class Encoder {
    private final WordEncoder words = new WordEncoder(vocabulary, merges);

    void append(String text, int from, int to) {
      preTokenizer.split(text, from, to, words);
    }

    void add(int token) {
      words.tokens().add(token);
    }

    int[] tokens() {
      return words.tokens().toArray();
    }
  }
}
