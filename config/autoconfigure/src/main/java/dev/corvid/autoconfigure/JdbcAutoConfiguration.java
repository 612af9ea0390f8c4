package dev.corvid.autoconfigure;

import dev.corvid.agent.spi.EpisodicMemory;
import dev.corvid.agent.spi.RunJournal;
import dev.corvid.jdbc.CorvidSchema;
import dev.corvid.jdbc.JdbcEpisodicMemory;
import dev.corvid.jdbc.JdbcRunJournal;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/// Runs and episodes in the application's PostgreSQL, where `corvid.runs.store=jdbc` asks for it.
@AutoConfiguration(
    before = CorvidAutoConfiguration.class,
    afterName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
@ConditionalOnClass(JdbcRunJournal.class)
@ConditionalOnBean(DataSource.class)
@ConditionalOnProperty(name = "corvid.runs.store", havingValue = "jdbc")
public final class JdbcAutoConfiguration {
  /// The application's database with the tables in it.
  record Migrated(DataSource dataSource) {}

  @Bean
  Migrated corvidMigrated(DataSource dataSource) {
    CorvidSchema.migrate(dataSource);
    return new Migrated(dataSource);
  }

  @Bean
  @ConditionalOnMissingBean(RunJournal.class)
  JdbcRunJournal corvidJdbcRunJournal(Migrated database) {
    return JdbcRunJournal.over(database.dataSource());
  }

  @Bean(destroyMethod = "close")
  @ConditionalOnMissingBean(EpisodicMemory.class)
  JdbcEpisodicMemory corvidJdbcEpisodicMemory(Migrated database) {
    return JdbcEpisodicMemory.over(database.dataSource());
  }
}
