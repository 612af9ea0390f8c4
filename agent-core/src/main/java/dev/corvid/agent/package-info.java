/// The agent loop and the values that cross module borders. Start with [Agent], [Task] and
/// [Outcome].
///
/// ```java
/// try (Agent agent = Agent.with(model).retriever(retriever).build()) {
///   Outcome outcome = agent.run(Task.question("How do I cancel a booking?"));
/// }
/// ```
@NullMarked
package dev.corvid.agent;

import org.jspecify.annotations.NullMarked;
