package dev.corvid.inference;

import dev.corvid.inference.internal.forward.ModelShape;
import java.util.Comparator;
import java.util.List;

/// Two sessions, so that two kinds of prompt, each with a beginning of its own, can alternate and
/// both find it computed. Not thread-safe.
final class Sessions implements AutoCloseable {
  private final List<Session> sessions;
  private long clock;

  Sessions(ModelShape shape) {
    sessions = List.of(new Session(shape), new Session(shape));
  }

  /// A session that holds a beginning of `tokens`, as long as one was found and at most `limit`
  /// tokens, and nothing else.
  Session claim(int[] tokens, int limit) {
    Session best =
        sessions.stream().max(Comparator.comparingInt(s -> s.shared(tokens))).orElseThrow();
    Session oldest =
        sessions.stream().min(Comparator.comparingLong(Session::lastUse)).orElseThrow();
    int shared = Math.min(best.shared(tokens), limit);
    Session claimed = best;
    // What another prompt would lose counts for more than a copy, which takes milliseconds.
    if (best != oldest && (shared == 0 || shared < best.length() / 2)) {
      oldest.copyFrom(best, shared);
      claimed = oldest;
    }
    claimed.truncate(shared);
    claimed.touch(++clock);
    return claimed;
  }

  @Override
  public void close() {
    sessions.forEach(Session::close);
  }
}
