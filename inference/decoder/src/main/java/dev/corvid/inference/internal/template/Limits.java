package dev.corvid.inference.internal.template;

/// What one rendering may use: a template that loops or recurses for long is stopped.
final class Limits {
  /// Every expression and statement is a step, and so are two items of a list and 16 characters of
  /// a text that one takes up.
  private static final int MAX_STEPS = 5_000_000;

  private static final int CHARACTERS_PER_STEP = 16;
  private static final int MAX_DEPTH = 400;

  private int steps;
  private int depth;

  void step() {
    if (++steps > MAX_STEPS) {
      throw new TemplateException("the template takes more than " + MAX_STEPS + " steps");
    }
  }

  /// Count the work of making a list or walking over it.
  void listed(int size) {
    steps = Math.addExact(steps, size / 2);
    step();
  }

  /// Count the work of making a text or looking through it.
  void made(int size) {
    steps = Math.addExact(steps, size / CHARACTERS_PER_STEP);
    step();
  }

  void enter() {
    if (++depth > MAX_DEPTH) {
      throw new TemplateException("must nest and recurse at most " + MAX_DEPTH + " deep");
    }
  }

  void leave() {
    depth--;
  }
}
