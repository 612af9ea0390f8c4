package dev.corvid.inference.internal.constraint;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What may follow a beginning of a text: the stacks that its bytes allow. Remembers where each
/// byte leads. Belongs to one [Automaton] and is as little thread-safe.
public final class State {
  /// Nothing may follow and the text is not complete: a byte was wrong.
  static final State DEAD = new State(null, List.of(), false);

  private static final int FEW = 8;
  private static final int UNKNOWN = -2;
  private static final int NONE = -1;

  private final @Nullable Automaton automaton;
  private final List<Frame> frames;
  private final boolean accepting;

  /// Where bytes lead: a few living states by label, and beyond that a table of all bytes.
  private byte[] labels = new byte[0];

  private @Nullable State[] targets = new State[0];
  private int known;
  private int forced = UNKNOWN;
  private int @Nullable [] ending;

  State(@Nullable Automaton automaton, List<Frame> frames, boolean accepting) {
    this.automaton = automaton;
    this.frames = frames;
    this.accepting = accepting;
  }

  /// The state after one more byte.
  State next(int b) {
    if (automaton == null) {
      return this;
    }
    State found = find(b & 0xFF);
    if (found == null) {
      found = automaton.read(frames, b & 0xFF);
      remember(b & 0xFF, found);
    }
    return found;
  }

  /// The state after more bytes.
  public State next(byte[] bytes) {
    State state = this;
    for (byte b : bytes) {
      state = state.next(b);
    }
    return state;
  }

  private @Nullable State find(int b) {
    if (targets.length == 256) {
      return targets[b];
    }
    for (int i = 0; i < known; i++) {
      if (labels[i] == (byte) b) {
        return targets[i];
      }
    }
    return null;
  }

  private void remember(int b, State target) {
    if (targets.length == 256) {
      targets[b] = target;
    } else if (!target.isDead()) {
      if (known == FEW) {
        widen();
        targets[b] = target;
        return;
      }
      if (known == targets.length) {
        labels = Arrays.copyOf(labels, known == 0 ? 1 : 2 * known);
        targets = Arrays.copyOf(targets, labels.length);
      }
      labels[known] = (byte) b;
      targets[known++] = target;
    }
  }

  private void widen() {
    @Nullable State[] table = new State[256];
    for (int i = 0; i < known; i++) {
      table[labels[i] & 0xFF] = targets[i];
    }
    targets = table;
    labels = new byte[0];
  }

  /// Forget where bytes lead.
  void forget() {
    labels = new byte[0];
    targets = new State[0];
    known = 0;
  }

  /// Whether the bytes so far begin no text that is allowed.
  public boolean isDead() {
    return this == DEAD;
  }

  /// Whether the text may end here.
  public boolean isComplete() {
    return accepting;
  }

  /// Whether nothing can follow.
  public boolean isFinal() {
    return frames.isEmpty();
  }

  /// The only byte that may follow, if the text may not end and there is only one; otherwise -1.
  int forced() {
    if (forced == UNKNOWN) {
      forced = accepting ? NONE : findForced();
    }
    return forced;
  }

  private int findForced() {
    int only = NONE;
    for (int b = 0; b < 256; b++) {
      if (!next(b).isDead()) {
        if (only != NONE) {
          return NONE;
        }
        only = b;
      }
    }
    return only;
  }

  /// The number of bytes of [#closing()], or [Node#NEVER].
  long shortest() {
    return accepting ? 0 : frames.stream().mapToLong(Frame::shortest).min().orElse(Node.NEVER);
  }

  /// The shortest text that completes this one.
  byte[] closing() {
    if (accepting || frames.isEmpty()) {
      return new byte[0];
    }
    Frame best = frames.getFirst();
    for (Frame frame : frames) {
      if (frame.shortest() < best.shortest()) {
        best = frame;
      }
    }
    return best.closing();
  }

  /// Tokens that an automaton spelled [#closing()] with.
  int @Nullable [] ending() {
    return ending;
  }

  void remember(int[] tokens) {
    ending = tokens;
  }
}
