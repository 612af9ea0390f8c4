package dev.corvid.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/// Makes the tables of Corvid and brings them up to this version. Its migrations have a history of
/// their own, `corvid_schema_history`, so they and the program's do not meet; in a schema of its
/// own, which is made if it is missing, nothing of Corvid meets the program's tables.
public final class CorvidSchema {
  private static final String HISTORY = "corvid_schema_history";
  private static final String MIGRATIONS = "classpath:dev/corvid/jdbc/migration";

  private CorvidSchema() {}

  /// As [#migrate(DataSource, JdbcSettings)], in schema `corvid`.
  public static void migrate(DataSource dataSource) {
    migrate(dataSource, JdbcSettings.defaults());
  }

  /// Does nothing if the tables are there. Several processes may do it at once.
  ///
  /// @throws DatabaseException if the database is no PostgreSQL, cannot be reached, or the user has
  ///   no right to it
  public static void migrate(DataSource dataSource, JdbcSettings settings) {
    requirePostgres(dataSource, settings);
    try {
      Flyway.configure(CorvidSchema.class.getClassLoader())
          .dataSource(dataSource)
          .defaultSchema(settings.schema())
          .schemas(settings.schema())
          .createSchemas(true)
          .table(HISTORY)
          .locations(MIGRATIONS)
          // There may be tables of others in the schema: ours begin after them.
          .baselineOnMigrate(true)
          .baselineVersion("0")
          .validateMigrationNaming(true)
          .cleanDisabled(true)
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw migrationFailed(settings, e);
    }
  }

  private static void requirePostgres(DataSource dataSource, JdbcSettings settings) {
    try (Connection connection = dataSource.getConnection()) {
      Database.requirePostgres(connection.getMetaData().getDatabaseProductName());
    } catch (SQLException e) {
      throw Database.translated(e, e, settings.schema());
    }
  }

  private static DatabaseException migrationFailed(JdbcSettings settings, FlywayException e) {
    SQLException cause = Database.sqlException(e);
    return DatabaseException.migration(
        settings.schema(), Database.oneLine(cause == null ? e : cause), e);
  }
}
