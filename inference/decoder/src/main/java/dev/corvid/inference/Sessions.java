package dev.corvid.inference;

import dev.corvid.inference.internal.forward.ModelShape;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;

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
  ///
  /// @param common how many of the tokens anybody's prompt may begin with
  /// @param user whose prompt it is
  Session claim(int[] tokens, int limit, int common, String user) {
    ToIntFunction<Session> known = session -> session.shared(tokens, common, user);
    Session best = sessions.stream().max(Comparator.comparingInt(known)).orElseThrow();
    Session oldest =
        sessions.stream().min(Comparator.comparingLong(Session::lastUse)).orElseThrow();
    int shared = Math.min(known.applyAsInt(best), limit);
    Session claimed = best;
    // What another prompt would lose counts for more than a copy, which takes milliseconds.
    if (best != oldest && (shared == 0 || shared < best.length() / 2)) {
      oldest.copyFrom(best, shared);
      claimed = oldest;
    }
    claimed.truncate(shared);
    claimed.touch(++clock, user);
    return claimed;
  }

  @Override
  public void close() {
    sessions.forEach(Session::close);
  }
}
