package dev.corvid.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedRuntimeException;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/// Transactions of our own on the user's data source: what was written is committed when a call
/// returns, also if the caller is in the midst of a transaction on the same data source that is
/// rolled back later.
final class Database {
  private static final String POSTGRESQL = "PostgreSQL";

  private final JdbcTemplate template;
  private final JdbcClient jdbc;
  private final TransactionTemplate writing;
  private final TransactionTemplate reading;
  private final String schema;
  private volatile boolean isKnown;

  Database(DataSource dataSource, JdbcSettings settings) {
    // Spring binds a transaction to the object that it was begun on: this one is nobody else's.
    DataSource own = new DelegatingDataSource(withoutTransactions(dataSource));
    var manager = new JdbcTransactionManager(own);
    template = new JdbcTemplate(own);
    jdbc = JdbcClient.create(template);
    writing = transactions(manager);
    reading = transactions(manager);
    reading.setReadOnly(true);
    schema = settings.schema();
  }

  private static DataSource withoutTransactions(DataSource dataSource) {
    DataSource source = dataSource;
    while (source instanceof TransactionAwareDataSourceProxy proxy
        && proxy.getTargetDataSource() != null) {
      source = proxy.getTargetDataSource();
    }
    return source;
  }

  private static TransactionTemplate transactions(JdbcTransactionManager manager) {
    var transactions = new TransactionTemplate(manager);
    transactions.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    // A statement that waited for another's must see what that one wrote.
    transactions.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
    return transactions;
  }

  /// Statements with the names of our tables in place of `{run}`, `{entry}` and `{episode}`.
  String sql(String statement) {
    String prefix = '"' + schema + "\".corvid_";
    return statement
        .replace("{run}", prefix + "run")
        .replace("{entry}", prefix + "run_entry")
        .replace("{episode}", prefix + "episode");
  }

  /// @throws DatabaseException if the database cannot do it; nothing is written then
  <T> T write(Function<JdbcClient, T> work) {
    return in(writing, work);
  }

  /// @throws DatabaseException if the database cannot do it
  <T> T read(Function<JdbcClient, T> work) {
    return in(reading, work);
  }

  private <T> T in(TransactionTemplate transactions, Function<JdbcClient, T> work) {
    try {
      return transactions.execute(
          status -> {
            requirePostgres();
            return work.apply(jdbc);
          });
    } catch (DataAccessException | TransactionException e) {
      throw translated(e);
    }
  }

  private void requirePostgres() {
    if (!isKnown) {
      String product =
          template.execute(
              (Connection connection) -> connection.getMetaData().getDatabaseProductName());
      requirePostgres(String.valueOf(product));
      isKnown = true;
    }
  }

  static void requirePostgres(String product) {
    if (!product.equals(POSTGRESQL)) {
      throw DatabaseException.otherKind(product);
    }
  }

  private DatabaseException translated(NestedRuntimeException e) {
    SQLException cause = sqlException(e);
    if (cause == null) {
      return e instanceof CannotGetJdbcConnectionException
          ? DatabaseException.unreachable(oneLine(e), e)
          : DatabaseException.failed(oneLine(e), e);
    }
    return translated(cause, e, schema);
  }

  /// By the classes of PostgreSQL's error codes.
  static DatabaseException translated(SQLException cause, Exception e, String schema) {
    String why = oneLine(cause);
    String state = String.valueOf(cause.getSQLState());
    return switch (state) {
      case "42P01", "42703", "3F000" -> DatabaseException.notMigrated(schema, why, e);
      default ->
          isUnreachable(state)
              ? DatabaseException.unreachable(why, e)
              : DatabaseException.failed(why, e);
    };
  }

  /// No connection, no right to one, none left, or the server going down; pools say nothing.
  private static boolean isUnreachable(String state) {
    return state.startsWith("08")
        || state.startsWith("28")
        || state.startsWith("57P")
        || state.equals("53300")
        || state.equals("null");
  }

  static @Nullable SQLException sqlException(Throwable e) {
    Throwable cause = e;
    while (cause != null && !(cause instanceof SQLException)) {
      cause = cause.getCause();
    }
    return (SQLException) cause;
  }

  static String oneLine(Throwable e) {
    String message = String.valueOf(e.getMessage()).strip().replaceAll("\\s*\\R\\s*", " ");
    return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
  }
}
