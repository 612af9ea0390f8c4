package dev.corvid.jdbc;

import dev.corvid.agent.CorvidException;
import org.jspecify.annotations.Nullable;

/// The database cannot be used as it is.
public final class DatabaseException extends CorvidException {
  private final String code;

  private DatabaseException(String code, String message, String remedy, @Nullable Throwable cause) {
    super(Kind.FAILED, message, remedy, cause);
    this.code = code;
  }

  static DatabaseException unreachable(String why, Throwable cause) {
    return new DatabaseException(
        "database-unreachable",
        "The database cannot be reached: %s.".formatted(why),
        "Check that it is running, its address, and the user and password of the data source.",
        cause);
  }

  static DatabaseException notMigrated(String schema, String why, Throwable cause) {
    return new DatabaseException(
        "database-schema",
        "The tables of Corvid are not in schema '%s', or not those of this version: %s."
            .formatted(schema, why),
        "Call CorvidSchema.migrate with the same settings first.",
        cause);
  }

  static DatabaseException otherKind(String product) {
    return new DatabaseException(
        "database-kind",
        "The database is %s, but Corvid keeps runs and episodes in PostgreSQL only."
            .formatted(product),
        "Use a data source of PostgreSQL, or keep runs in files.",
        null);
  }

  static DatabaseException migration(String schema, String why, Throwable cause) {
    return new DatabaseException(
        "database-migration",
        "The tables of Corvid cannot be made in schema '%s': %s.".formatted(schema, why),
        "The user needs the right to create the schema, or tables in it; see the cause.",
        cause);
  }

  static DatabaseException failed(String why, Throwable cause) {
    return new DatabaseException(
        "database-failed",
        "The database refused: %s.".formatted(why),
        "See the log of the database.",
        cause);
  }

  @Override
  public String code() {
    return code;
  }
}
