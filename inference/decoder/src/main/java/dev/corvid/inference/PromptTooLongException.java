package dev.corvid.inference;

/// The prompt has more tokens than the context leaves room for.
public final class PromptTooLongException extends InferenceException {
  private final int tokens;
  private final int contextLength;

  PromptTooLongException(int tokens, int contextLength, String remedy) {
    super(
        Kind.INPUT,
        "the prompt has %,d tokens, the context holds %,d and one must stay free"
            .formatted(tokens, contextLength),
        remedy,
        null);
    this.tokens = tokens;
    this.contextLength = contextLength;
  }

  public int tokens() {
    return tokens;
  }

  public int contextLength() {
    return contextLength;
  }

  @Override
  public String code() {
    return "prompt-too-long";
  }
}
