package dev.corvid.autoconfigure;

import dev.corvid.agent.Admission;
import dev.corvid.agent.spi.LanguageModel;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/// Up as long as the application is: a model that computes slowly is said, not counted as down.
final class CorvidHealth implements HealthIndicator {
  private final LanguageModel model;
  private final Admission admission;
  private final boolean hasVectors;

  /// @param hasVectors whether the JVM has the module of the fast kernels
  CorvidHealth(LanguageModel model, Admission admission, boolean hasVectors) {
    this.model = model;
    this.admission = admission;
    this.hasVectors = hasVectors;
  }

  @Override
  public Health health() {
    Health.Builder health =
        Health.up()
            .withDetail("model", ModelState.of(model))
            .withDetail("waiting", admission.waiting());
    if (!hasVectors && ModelState.isLocal(model)) {
      health.withDetail("degraded", VectorModule.MISSING + " " + VectorModule.REMEDY);
    }
    return health.build();
  }
}
