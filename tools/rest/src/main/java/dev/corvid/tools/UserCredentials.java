package dev.corvid.tools;

import java.util.Optional;

/// Where the credentials of single users come from, such as the tokens that they signed in with.
/// They go before those of the settings, which are the application's own. Thread-safe.
@FunctionalInterface
public interface UserCredentials {
  UserCredentials NONE = (user, scheme) -> Optional.empty();

  /// A user's credential.
  ///
  /// @param user never empty
  /// @param scheme the name of a security scheme in the specification
  Optional<Secret> credential(String user, String scheme);
}
