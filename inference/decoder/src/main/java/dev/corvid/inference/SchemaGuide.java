package dev.corvid.inference;

import dev.corvid.agent.Completion.StopReason;
import dev.corvid.inference.internal.constraint.Automaton;
import dev.corvid.inference.internal.constraint.State;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Lets a model write what a schema allows. At each moment the text so far can be completed with
/// the tokens that are left: a choice after which it could not is replaced by the shortest end.
/// Where there is no choice the tokens are written at once, to be read in one batch.
final class SchemaGuide implements Guide {
  private final Tokenizer tokenizer;
  private final Automaton automaton;
  private final long[] ends;
  private State state;

  /// @param ends the tokens that end a text, one bit each
  SchemaGuide(Tokenizer tokenizer, Automaton automaton, long[] ends) {
    this.tokenizer = tokenizer;
    this.automaton = automaton;
    this.ends = ends;
    this.state = automaton.start();
  }

  @Override
  public Step begin(int room) {
    return goOn(new int[0], room);
  }

  @Override
  public void restrict(float[] logits) {
    long[] allowed = automaton.allowed(state);
    for (int word = 0; word < allowed.length; word++) {
      long mask = state.isComplete() ? allowed[word] | ends[word] : allowed[word];
      int from = word * Long.SIZE;
      int to = Math.min(from + Long.SIZE, logits.length);
      if (mask == 0) {
        Arrays.fill(logits, from, to, Float.NEGATIVE_INFINITY);
      } else if (mask != -1) {
        for (int token = from; token < to; token++) {
          if ((mask >>> token & 1) == 0) {
            logits[token] = Float.NEGATIVE_INFINITY;
          }
        }
      }
    }
  }

  @Override
  public Step take(int token, int room) {
    if (tokenizer.isEnd(token)) {
      return Step.last(StopReason.END);
    }
    State next = state.next(tokenizer.bytes(token));
    if (next.isDead() || automaton.ending(next, room - 1).isEmpty()) {
      // An end was found for this state before it was entered.
      return Step.last(StopReason.LENGTH, automaton.ending(state, room).orElseThrow());
    }
    state = next;
    return goOn(new int[] {token}, room - 1);
  }

  /// The tokens, and those that must follow them.
  private Step goOn(int[] tokens, int room) {
    int[] more = forced(room);
    int[] all = Arrays.copyOf(tokens, tokens.length + more.length);
    System.arraycopy(more, 0, all, tokens.length, more.length);
    return state.isFinal() ? Step.last(StopReason.CONSTRAINT, all) : Step.of(all);
  }

  /// Go on as far as there is no choice. The last token of what is certain stays open unless the
  /// text ends with it: what follows may make it a longer one.
  private int[] forced(int room) {
    String text = automaton.forced(state);
    int[] tokens = tokenizer.encode(text);
    boolean toTheEnd = state.next(text.getBytes(StandardCharsets.UTF_8)).isFinal();
    int count = toTheEnd ? tokens.length : tokens.length - 1;
    State next = state;
    for (int i = 0; i < count; i++) {
      next = next.next(tokenizer.bytes(tokens[i]));
    }
    if (count <= 0 || next.isDead() || automaton.ending(next, room - count).isEmpty()) {
      return new int[0];
    }
    state = next;
    return Arrays.copyOf(tokens, count);
  }
}
