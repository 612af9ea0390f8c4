package dev.corvid.jdbc;

import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;

/// Where tables are, and how long a run is held.
///
/// @param schema a plain name of at most 63 letters, digits and underscores, in the case in which
///   PostgreSQL keeps it
/// @param lease how long a process may give no sign of life before another may take its run over,
///   from a second to a day; a sign is given three times in that time
public record JdbcSettings(String schema, Duration lease) {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]{0,62}");
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(1);

  public JdbcSettings {
    Objects.requireNonNull(schema, "schema");
    Objects.requireNonNull(lease, "lease");
    if (!NAME.matcher(schema).matches()) {
      throw new IllegalArgumentException(
          "schema must be a name of letters, digits and underscores, got '" + schema + "'");
    }
    if (lease.compareTo(SHORTEST) < 0 || lease.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("lease must be from 1 s to 1 day, got " + lease);
    }
  }

  /// Schema `corvid`, leases of 30 seconds.
  public static JdbcSettings defaults() {
    return new JdbcSettings("corvid", Duration.ofSeconds(30));
  }

  public JdbcSettings withSchema(String value) {
    return new JdbcSettings(value, lease);
  }

  public JdbcSettings withLease(Duration value) {
    return new JdbcSettings(schema, value);
  }
}
