package dev.corvid.jdbc;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/// A real PostgreSQL for all tests of this JVM: in a container where there is a Docker engine that
/// has the image or can get it, or as a process of this machine. Where neither works, tests are
/// skipped. It ends with the JVM.
final class TestDatabase {
  private static final String IMAGE = "postgres:18-alpine";
  private static final int DOCKER_SECONDS = 60;

  private static final Optional<String> URL = inDocker().or(TestDatabase::here);

  private static boolean isMigrated;

  private TestDatabase() {}

  /// Not longer than a while: without a way to a registry Testcontainers tries each of its images.
  private static Optional<String> inDocker() {
    FutureTask<Optional<String>> start = new FutureTask<>(Docker::url);
    Thread.ofPlatform().daemon().start(start);
    try {
      return start.get(DOCKER_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /// A class of its own, since another thread may use it before this one is ready.
  private static final class Docker {
    static Optional<String> url() {
      if (!DockerClientFactory.instance().isDockerAvailable()) {
        return Optional.empty();
      }
      // Not closed: ends with the JVM.
      PostgreSQLContainer container = new PostgreSQLContainer(IMAGE);
      container.start();
      return Optional.of(
          "%s&user=%s&password=%s"
              .formatted(container.getJdbcUrl(), container.getUsername(), container.getPassword()));
    }
  }

  private static Optional<String> here() {
    try {
      // Not closed: ends with the JVM.
      return Optional.of(EmbeddedPostgres.builder().start().getJdbcUrl("postgres", "postgres"));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /// The address of a database in which nothing is but what tests made; skips the test if there is
  /// none.
  static String url() {
    assumeTrue(
        URL.isPresent(),
        "No PostgreSQL: neither a Docker engine with the image, nor can one be started here");
    return URL.orElseThrow();
  }

  static PGSimpleDataSource dataSource() {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setUrl(url());
    return dataSource;
  }

  /// The database with Corvid's tables in schema `corvid`.
  static synchronized PGSimpleDataSource migrated() {
    PGSimpleDataSource dataSource = dataSource();
    if (!isMigrated) {
      CorvidSchema.migrate(dataSource);
      isMigrated = true;
    }
    return dataSource;
  }

  static JdbcClient sql() {
    return JdbcClient.create(dataSource());
  }

  /// A name that no test has used.
  static String unique() {
    return "o" + UUID.randomUUID().toString().replace("-", "");
  }
}
