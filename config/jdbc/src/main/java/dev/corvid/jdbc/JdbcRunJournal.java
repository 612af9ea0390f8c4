package dev.corvid.jdbc;

import dev.corvid.agent.JournalEntry;
import dev.corvid.agent.JournalException;
import dev.corvid.agent.spi.RunJournal;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/// Runs in PostgreSQL. An entry is committed, to the disk of the database, before [RunLog#append]
/// returns, in a transaction of its own whatever transaction the caller is in. Entries are only
/// ever added; one that was changed or is missing is reported.
///
/// A process holds a run by a lease and gives signs of life while it does. If it gives none, since
/// it died, was stopped or cannot reach the database, another may take the run over when the lease
/// is over by the database's clock; the first one gets `run-lost` at its next entry, which is not
/// written. It may still send a request whose entry it wrote before: a lease is good for the
/// journal, not for the servers that tools talk to.
///
/// Thread-safe. Needs the tables of [CorvidSchema], and a connection for each write beside those
/// that the caller has.
public final class JdbcRunJournal implements RunJournal {
  private static final Pattern ID = Pattern.compile("[a-zA-Z0-9-]{1,64}");
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
  private static final int RANDOM_BYTES = 3;
  private static final String ANY = "*";

  private final RunTable table;
  private final Heartbeat heartbeat;
  private final SecureRandom random = new SecureRandom();

  private JdbcRunJournal(RunTable table, Heartbeat heartbeat) {
    this.table = table;
    this.heartbeat = heartbeat;
  }

  /// As [#over(DataSource, JdbcSettings)], in schema `corvid` and with leases of 30 seconds.
  public static JdbcRunJournal over(DataSource dataSource) {
    return over(dataSource, JdbcSettings.defaults());
  }

  /// The runs of a database that have no owner. Nothing is asked of it before the first run.
  public static JdbcRunJournal over(DataSource dataSource, JdbcSettings settings) {
    return new JdbcRunJournal(
        new RunTable(new Database(dataSource, settings), "", settings.lease()),
        new Heartbeat(settings.lease()));
  }

  /// The runs of one owner: no other's are found, and none of these by another.
  ///
  /// @param owner up to 255 characters; empty for the runs of nobody
  @Override
  public JdbcRunJournal ownedBy(String owner) {
    return new JdbcRunJournal(
        new RunTable(table.database(), Texts.requireKey(owner, "owner"), table.lease()), heartbeat);
  }

  @Override
  public RunLog create() {
    return reporting(
        ANY,
        () -> {
          Optional<RunTable.Hold> begun = table.begin(newId());
          while (begun.isEmpty()) {
            begun = table.begin(newId());
          }
          return log(begun.get(), List.of());
        });
  }

  private String newId() {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return STAMP.format(Instant.now()) + "-" + HexFormat.of().formatHex(bytes);
  }

  @Override
  public RunLog open(String id) {
    requireId(id);
    return reporting(
        id,
        () -> {
          RunTable.Hold hold = table.take(id).orElseThrow(() -> notTaken(id));
          // Only now, since whoever had it before may have written until now.
          try {
            return log(hold, entries(id));
          } catch (JournalException | DatabaseException e) {
            table.release(hold);
            throw e;
          }
        });
  }

  private JournalException notTaken(String id) {
    return table.contains(id) ? JournalException.busy(id) : JournalException.unknownRun(id);
  }

  private RunLog log(RunTable.Hold hold, List<JournalEntry.Placed> entries) {
    return new JdbcRunLog(table, hold, heartbeat.keep(table, hold), entries);
  }

  private List<JournalEntry.Placed> entries(String id) {
    return table.read(id).orElseThrow(() -> JournalException.unknownRun(id));
  }

  @Override
  public List<JournalEntry.Placed> read(String id) {
    requireId(id);
    return reporting(id, () -> entries(id));
  }

  @Override
  public List<String> runs() {
    return reporting(ANY, table::ids);
  }

  private static void requireId(String id) {
    if (!ID.matcher(id).matches()) {
      throw JournalException.unknownRun(id);
    }
  }

  private static <T> T reporting(String run, Supplier<T> work) {
    try {
      return work.get();
    } catch (DatabaseException e) {
      throw JournalException.io(run, e);
    }
  }
}
