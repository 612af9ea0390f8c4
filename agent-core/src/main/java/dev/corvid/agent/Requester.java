package dev.corvid.agent;

import java.util.function.Supplier;

/// For whom the current thread works. Parts that share something between users, such as a model
/// that keeps prompts, ask here whose it is; everything else is told in its arguments.
public final class Requester {
  private static final ScopedValue<String> USER = ScopedValue.newInstance();

  private Requester() {}

  /// Who asks; empty where users are not told apart.
  public static String user() {
    return USER.orElse("");
  }

  /// Do something for a user; an agent does so for [Task#user()].
  public static <T> T as(String user, Supplier<T> work) {
    return user.isEmpty() ? work.get() : ScopedValue.where(USER, user).call(work::get);
  }
}
