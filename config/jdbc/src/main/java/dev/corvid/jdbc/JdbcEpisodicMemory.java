package dev.corvid.jdbc;

import dev.corvid.agent.Episode;
import dev.corvid.agent.EpisodeJson;
import dev.corvid.agent.IndexedEpisodicMemory;
import dev.corvid.agent.TaskSimilarity;
import dev.corvid.agent.spi.EpisodicMemory;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.support.SqlArrayValue;

/// Remembers runs in PostgreSQL. Those that share words with a task are found by full-text search,
/// rare words before common ones, and compared by [TaskSimilarity], as [IndexedEpisodicMemory]
/// compares them. An episode that cannot be read, since another version of Corvid wrote it, is left
/// out and stays where it is.
///
/// Thread-safe. Needs the tables of [CorvidSchema] in a database that is in UTF-8. Each method
/// throws a [DatabaseException] if the database cannot do it.
public final class JdbcEpisodicMemory implements EpisodicMemory {
  private static final Logger log = LoggerFactory.getLogger(JdbcEpisodicMemory.class);

  /// How many episodes are compared at least.
  private static final int CANDIDATES = 200;

  /// How many tasks, the newest ones, tell how rare a word is.
  private static final int KNOWN_TASKS = 2_000;

  /// Of a task that is longer than a task is; the same ones of the same words.
  private static final int WORDS_KEPT = 1_000;

  private static final int WORDS_ASKED = 200;
  private static final int LONGEST_WORD = 100;

  /// What PostgreSQL and Java both can say; only the order hangs on it.
  private static final Instant EARLIEST = Instant.parse("-4000-01-01T00:00:00Z");

  private static final Instant LATEST = Instant.parse("+200000-01-01T00:00:00Z");

  private final Database database;
  private final String owner;

  private JdbcEpisodicMemory(Database database, String owner) {
    this.database = database;
    this.owner = owner;
  }

  /// As [#over(DataSource, JdbcSettings)], in schema `corvid`.
  public static JdbcEpisodicMemory over(DataSource dataSource) {
    return over(dataSource, JdbcSettings.defaults());
  }

  /// The episodes of a database that have no owner. Nothing is asked of it before the first use.
  public static JdbcEpisodicMemory over(DataSource dataSource, JdbcSettings settings) {
    return new JdbcEpisodicMemory(new Database(dataSource, settings), "");
  }

  /// The episodes of one owner: no other's are found, and none of these by another.
  ///
  /// @param value up to 255 characters; empty for the episodes of nobody
  @Override
  public JdbcEpisodicMemory ownedBy(String value) {
    return new JdbcEpisodicMemory(database, Texts.requireKey(value, "owner"));
  }

  /// @throws IllegalArgumentException if the id is longer than 255 characters or cannot be said in
  ///   UTF-8
  @Override
  public void add(Episode episode) {
    String sql =
        """
        insert into {episode} (owner, id, ended_at, task, words, payload)
        values (:owner, :id, :ended, :task, array_to_tsvector(:words), :payload)
        on conflict (owner, id) do update set ended_at = excluded.ended_at, task = excluded.task,
          words = excluded.words, payload = excluded.payload""";
    String id = Texts.requireKey(episode.id(), "id");
    database.write(
        jdbc ->
            jdbc.sql(database.sql(sql))
                .param("owner", owner)
                .param("id", id)
                .param("ended", timestamp(episode.when()))
                .param("task", Texts.plain(episode.task()))
                .param("words", array(words(episode.task(), WORDS_KEPT)))
                .param("payload", EpisodeJson.write(episode))
                .update());
  }

  private static OffsetDateTime timestamp(Instant when) {
    Instant kept = when.isBefore(EARLIEST) ? EARLIEST : when.isAfter(LATEST) ? LATEST : when;
    return kept.atOffset(ZoneOffset.UTC);
  }

  /// The words of a task as they are found; two of them may become the same, which does no harm.
  private static List<String> words(String task, int most) {
    return TaskSimilarity.words(task).stream()
        .map(word -> Texts.plain(word.substring(0, Math.min(LONGEST_WORD, word.length()))))
        .filter(word -> !word.isEmpty())
        .sorted()
        .distinct()
        .limit(most)
        .toList();
  }

  private static SqlArrayValue array(List<String> texts) {
    return new SqlArrayValue("text", texts.toArray());
  }

  /// @return only what is at least [IndexedEpisodicMemory#LEAST_SIMILARITY] alike
  @Override
  public List<Recalled> recall(String task, int limit) {
    return recall(task, limit, IndexedEpisodicMemory.LEAST_SIMILARITY);
  }

  /// As [#recall(String, int)], with a similarity of the caller's choice. Equally similar ones come
  /// newest first.
  ///
  /// @param least in `[0, 1]`; 0 gives whatever shares a word with the task
  public List<Recalled> recall(String task, int limit, double least) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit must be >= 1, got " + limit);
    }
    List<Episode> found = sharing(words(task, WORDS_ASKED), limit);
    return found.isEmpty()
        ? List.of()
        : new TaskSimilarity(task, tasks()).ranked(found, limit, least);
  }

  /// Ordered nearly as they will be: by the rarity of the shared words over the number of all, for
  /// which no task has to be read. The same words come first in either order.
  private List<Episode> sharing(List<String> words, int limit) {
    String sql =
        """
        with found as (
          select e.id, e.ended_at, length(e.words) as length,
            ln(1 + (select count(*) from {episode} where owner = :owner)::float8
              / count(*) over (partition by asked.place)) as weight
          from unnest(:words) with ordinality as asked (word, place)
          join {episode} e on e.owner = :owner and e.words @@ asked.word::tsquery),
        best as (
          select id from found group by id, ended_at, length
          order by sum(weight) / (length + :asked - count(*)) desc, ended_at desc limit :most)
        select e.payload from {episode} e join best on e.owner = :owner and e.id = best.id""";
    if (words.isEmpty()) {
      return List.of();
    }
    return database
        .read(
            jdbc ->
                jdbc.sql(database.sql(sql))
                    .param("owner", owner)
                    .param("words", array(words.stream().map(this::quoted).toList()))
                    .param("asked", words.size())
                    .param("most", Math.max(CANDIDATES, 4L * limit))
                    .query(String.class)
                    .list())
        .stream()
        .flatMap(payload -> read(payload).stream())
        .toList();
  }

  /// A word as a query for it, in which nothing is an operator.
  private String quoted(String word) {
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'";
  }

  private List<String> tasks() {
    String sql =
        "select task from {episode} where owner = :owner order by ended_at desc limit :most";
    return database.read(
        jdbc ->
            jdbc.sql(database.sql(sql))
                .param("owner", owner)
                .param("most", KNOWN_TASKS)
                .query(String.class)
                .list());
  }

  @Override
  public List<Episode> episodes() {
    String sql = "select payload from {episode} where owner = :owner order by ended_at, id";
    return database
        .read(jdbc -> jdbc.sql(database.sql(sql)).param("owner", owner).query(String.class).list())
        .stream()
        .flatMap(payload -> read(payload).stream())
        .sorted(Comparator.comparing(Episode::when))
        .toList();
  }

  private static Optional<Episode> read(String payload) {
    Optional<Episode> episode = EpisodeJson.read(payload);
    if (episode.isEmpty()) {
      log.warn("An episode was not written by this version of Corvid; leaving it out");
    }
    return episode;
  }

  @Override
  public boolean forget(String id) {
    String sql = "delete from {episode} where owner = :owner and id = :id";
    return Texts.isKey(id)
        && database.write(
                jdbc -> jdbc.sql(database.sql(sql)).param("owner", owner).param("id", id).update())
            == 1;
  }

  /// Does nothing: the data source is the program's.
  @Override
  public void close() {
    // Nothing is held.
  }
}
