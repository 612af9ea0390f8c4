package dev.corvid.inference.internal.constraint;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A grammar read with the tokens of a vocabulary. Builds states as texts need them and keeps them,
/// and masks for the last of them, for later texts. Not thread-safe.
public final class Automaton {
  /// More states are forgotten all at once; of masks the one that was not used for longest.
  private static final int MOST_STATES = 20_000;

  private static final int MOST_MASKS = 256;

  /// A text without a choice is written at once up to this length.
  private static final int LONGEST_FORCED = 256;

  /// A longer text is not written down to be counted.
  private static final int LONGEST_COUNTED = 1 << 20;

  private final TokenIndex index;
  private final Node root;
  private final Frames frames = new Frames();
  private final Map<Key, State> states = new HashMap<>();
  private final Map<State, long[]> masks =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<State, long[]> eldest) {
          return size() > MOST_MASKS;
        }
      };

  public Automaton(Grammar grammar, TokenIndex index) {
    this.index = index;
    this.root = grammar.root();
  }

  private record Key(List<Frame> frames, boolean accepting) {}

  /// The state before the first byte.
  public State start() {
    Threads threads = new Threads(frames);
    root.enter(Frame.END, threads);
    return state(threads);
  }

  State read(List<Frame> from, int b) {
    Threads threads = new Threads(frames);
    from.forEach(frame -> frame.read(b, threads));
    return state(threads);
  }

  private State state(Threads threads) {
    List<Frame> found = threads.found();
    if (found.isEmpty() && !threads.accepting()) {
      return State.DEAD;
    }
    return states.computeIfAbsent(
        new Key(found, threads.accepting()), key -> new State(this, key.frames(), key.accepting()));
  }

  /// The tokens that may come in the state, one bit each: those after which the text can still be
  /// completed. Not to be changed.
  public long[] allowed(State state) {
    long[] mask = masks.get(state);
    if (mask == null) {
      if (states.size() > MOST_STATES) {
        forget(state);
      }
      mask = index.allowed(state);
      masks.put(state, mask);
    }
    return mask;
  }

  private void forget(State current) {
    states.clear();
    frames.clear();
    masks.clear();
    current.forget();
  }

  /// Tokens that complete the text in the shortest way.
  ///
  /// @return nothing if there are more than `most`, or if the vocabulary cannot spell it
  public Optional<int[]> ending(State state, int most) {
    int[] ending = state.ending();
    if (ending == null) {
      // Not even the longest tokens would do; the text may be too long to be written down.
      if (state.shortest() > (long) most * index.longest()) {
        return Optional.empty();
      }
      Optional<int[]> spelled = index.spell(state.closing());
      if (spelled.isEmpty()) {
        return spelled;
      }
      ending = spelled.get();
      state.remember(ending);
    }
    return ending.length <= most ? Optional.of(ending) : Optional.empty();
  }

  /// The size of the shortest text in words, for messages.
  public String shortest() {
    State start = start();
    return start.shortest() > LONGEST_COUNTED
        ? "%,d bytes".formatted(start.shortest())
        : index
            .spell(start.closing())
            .map(tokens -> "%,d tokens".formatted(tokens.length))
            .orElse("characters that the model's vocabulary cannot spell");
  }

  /// The characters that must follow, as far as there is no choice; none within a character.
  public String forced(State state) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    State at = state;
    for (int b = at.forced(); b >= 0 && bytes.size() < LONGEST_FORCED; b = at.forced()) {
      bytes.write(b);
      at = at.next(b);
    }
    CharBuffer text = CharBuffer.allocate(bytes.size());
    CoderResult end =
        StandardCharsets.UTF_8
            .newDecoder()
            .decode(ByteBuffer.wrap(bytes.toByteArray()), text, false);
    return end.isError() ? "" : text.flip().toString();
  }
}
