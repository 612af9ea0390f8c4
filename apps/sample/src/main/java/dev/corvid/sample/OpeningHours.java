package dev.corvid.sample;

import dev.corvid.agent.Effect;
import dev.corvid.tools.methods.CorvidTool;
import java.time.DayOfWeek;
import org.springframework.stereotype.Component;

/// A method that the agent may call.
@Component
class OpeningHours {
  @CorvidTool(description = "Say when the shop is open on a day of the week", effect = Effect.READ)
  String openingHours(DayOfWeek day) {
    return switch (day) {
      case SATURDAY -> "10:00 to 14:00";
      case SUNDAY -> "closed";
      default -> "9:00 to 18:00";
    };
  }
}
