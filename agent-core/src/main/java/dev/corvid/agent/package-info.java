/// The agent loop and the values that cross module borders. Start with [Agent], [Task] and
/// [Outcome].
///
/// ```java
/// Agent agent = Agent.with(model).retriever(retriever).build();
/// Outcome outcome = agent.ask("How do I cancel a booking?");
/// System.out.println(outcome.answer()); // You cancel it under "My bookings". [1]
/// ```
@NullMarked
package dev.corvid.agent;

import org.jspecify.annotations.NullMarked;
