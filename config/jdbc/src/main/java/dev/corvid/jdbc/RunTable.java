package dev.corvid.jdbc;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.corvid.agent.JournalCodec;
import dev.corvid.agent.JournalEntry;
import dev.corvid.agent.JournalException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/// The runs of one owner, and who may write them.
///
/// A run is held by a lease that ends at a time by the clock of the database. Each taking of it
/// gives a higher token, and each write asks for token and time in the statement that writes: a
/// process that was stopped and goes on later, with whatever it believes, writes nothing.
///
/// @param owner whose runs
record RunTable(Database database, String owner, Duration lease) {
  /// A run as it is held.
  ///
  /// @param token which no other process has for it
  record Hold(String run, long token) {}

  private static final String ALIVE = "clock_timestamp() + :lease * interval '1 millisecond'";

  private static final String HOLDER =
      "'process ' || :process || ' at ' || coalesce(host(inet_client_addr()), 'the database')";

  private static final String HELD =
      "id = :run and owner = :owner and token = :token and expires > clock_timestamp()";

  /// Where commits do not wait for the disk, this one does.
  private static final String DURABLY =
      """
      case current_setting('synchronous_commit')
        when 'off' then set_config('synchronous_commit', 'on', true) else 'on' end = 'on'""";

  /// Begin a run, unless there is one of that id.
  Optional<Hold> begin(String run) {
    String sql =
        """
        insert into {run} (id, owner, holder, token, expires)
        values (:run, :owner, %s, 1, %s)
        on conflict do nothing returning token"""
            .formatted(HOLDER, ALIVE);
    return taken(run, sql);
  }

  /// Take a run, unless there is none or another holds it.
  Optional<Hold> take(String run) {
    String sql =
        """
        update {run} set token = token + 1, holder = %s, expires = %s
        where id = :run and owner = :owner and (expires is null or expires <= clock_timestamp())
        returning token"""
            .formatted(HOLDER, ALIVE);
    return taken(run, sql);
  }

  private Optional<Hold> taken(String run, String sql) {
    return database.write(
        jdbc ->
            statement(jdbc, sql, run)
                .param("lease", lease.toMillis())
                .param("process", Long.toString(ProcessHandle.current().pid()))
                .query(Long.class)
                .optional()
                .map(token -> new Hold(run, token)));
  }

  /// Stay alive; says whether the run is still held.
  boolean renew(Hold hold) {
    String sql = "update {run} set expires = %s where %s".formatted(ALIVE, HELD);
    return database.write(
        jdbc ->
            statement(jdbc, sql, hold.run())
                    .param("lease", lease.toMillis())
                    .param("token", hold.token())
                    .update()
                == 1);
  }

  /// Give a run back, if it is still held.
  void release(Hold hold) {
    String sql =
        """
        update {run} set holder = null, expires = null
        where id = :run and owner = :owner and token = :token""";
    database.write(jdbc -> statement(jdbc, sql, hold.run()).param("token", hold.token()).update());
  }

  /// Write an entry in its place, which is a sign of life too; says whether the run is still held
  /// and the place the next one. If not, nothing was written.
  boolean append(Hold hold, JournalEntry.Placed placed) {
    String sql =
        """
        with held as (
          update {run} set entries = entries + 1, expires = %s
          where %s and entries = :number and %s
          returning id, token)
        insert into {entry} (run, number, token, format, checksum, payload)
        select id, :number, token, :format, :checksum, :payload from held"""
            .formatted(ALIVE, HELD, DURABLY);
    byte[] payload = JournalCodec.write(placed);
    return database.write(
        jdbc ->
            statement(jdbc, sql, hold.run())
                    .param("lease", lease.toMillis())
                    .param("token", hold.token())
                    .param("number", placed.number())
                    .param("format", JournalCodec.VERSION)
                    .param("checksum", checksum(payload))
                    .param("payload", new String(payload, US_ASCII))
                    .update()
                == 1);
  }

  /// The ids of all runs, oldest first.
  List<String> ids() {
    return database.read(
        jdbc ->
            jdbc.sql(database.sql("select id from {run} where owner = :owner order by place"))
                .param("owner", owner)
                .query(String.class)
                .list());
  }

  boolean contains(String run) {
    String sql = "select 1 from {run} where id = :run and owner = :owner";
    return database.read(
        jdbc -> statement(jdbc, sql, run).query(Integer.class).optional().isPresent());
  }

  /// A row of a run; a run without entries has one of which nothing but `entries` is meant.
  private record Row(
      int entries, boolean present, int number, int format, int checksum, String payload) {}

  /// The entries of a run, unless there is none of that id.
  ///
  /// @throws JournalException if they are not what was written
  Optional<List<JournalEntry.Placed>> read(String run) {
    String sql =
        """
        select r.entries, e.run is not null as present, coalesce(e.number, 0) as number,
          coalesce(e.format, 0) as format, coalesce(e.checksum, 0) as checksum,
          coalesce(e.payload, '') as payload
        from {run} r left join {entry} e on e.run = r.id
        where r.id = :run and r.owner = :owner order by e.number""";
    List<Row> rows = database.read(jdbc -> statement(jdbc, sql, run).query(Row.class).list());
    return rows.isEmpty() ? Optional.empty() : Optional.of(entries(run, rows));
  }

  private static List<JournalEntry.Placed> entries(String run, List<Row> rows) {
    int expected = rows.getFirst().entries();
    List<JournalEntry.Placed> entries = new ArrayList<>();
    for (Row row : rows) {
      if (row.present()) {
        entries.add(entry(run, row, entries.size()));
      }
    }
    if (entries.size() != expected) {
      throw JournalException.damaged(
          run, "it has %d entries, but %d were written".formatted(entries.size(), expected));
    }
    return List.copyOf(entries);
  }

  private static JournalEntry.Placed entry(String run, Row row, int number) {
    if (row.number() != number) {
      throw JournalException.damaged(
          run, "entry %d is missing, the next is %d".formatted(number, row.number()));
    }
    if (row.format() != JournalCodec.VERSION) {
      throw JournalException.damaged(
          run,
          "entry %d is of version %d, this one reads %d"
              .formatted(number, row.format(), JournalCodec.VERSION));
    }
    // What is no ASCII any more does not match its checksum either.
    byte[] payload = row.payload().getBytes(US_ASCII);
    if (checksum(payload) != row.checksum()) {
      throw JournalException.damaged(run, "entry %d does not match its checksum".formatted(number));
    }
    try {
      JournalEntry.Placed placed = JournalCodec.read(payload);
      if (placed.number() == number) {
        return placed;
      }
      throw JournalException.damaged(
          run, "entry %d is numbered %d".formatted(number, placed.number()));
    } catch (IllegalArgumentException e) {
      throw JournalException.damaged(run, "entry %d: %s".formatted(number, e.getMessage()));
    }
  }

  private StatementSpec statement(JdbcClient jdbc, String sql, String run) {
    return jdbc.sql(database.sql(sql)).param("run", run).param("owner", owner);
  }

  private static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, bytes.length);
    return (int) crc.getValue();
  }
}
