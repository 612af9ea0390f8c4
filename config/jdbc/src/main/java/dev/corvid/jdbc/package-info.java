/// Runs and episodes in PostgreSQL, for programs of which several processes share them. Start with
/// [CorvidSchema], [JdbcRunJournal] and [JdbcEpisodicMemory].
///
/// ```java
/// CorvidSchema.migrate(dataSource);
/// RunJournal journal = JdbcRunJournal.over(dataSource);
/// EpisodicMemory memory = JdbcEpisodicMemory.over(dataSource);
/// Agent agent = Agent.with(model).journal(journal).memory(memory).tools(tools).build();
/// ```
///
/// The driver is the program's: `org.postgresql:postgresql` on its class path.
@NullMarked
package dev.corvid.jdbc;

import org.jspecify.annotations.NullMarked;
