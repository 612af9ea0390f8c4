package dev.corvid.autoconfigure;

import dev.corvid.agent.Admission;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Spans and meters of the agent's runs, model calls, searches and tool calls, where the
/// application has a registry for them.
@AutoConfiguration(
    before = CorvidAutoConfiguration.class,
    afterName = {
      "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
      "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
      "org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration"
    })
@ConditionalOnClass(ObservationRegistry.class)
@EnableConfigurationProperties(CorvidProperties.class)
public final class ObservabilityAutoConfiguration {
  @Bean
  @ConditionalOnMissingBean
  @ConditionalOnBean(ObservationRegistry.class)
  AgentParts corvidAgentParts(
      CorvidProperties properties, ObservationRegistry registry, ObjectProvider<UsageMeter> meter) {
    return new AgentObservations(
        registry, meter.getIfAvailable(() -> UsageMeter.NONE), properties.observations().content());
  }

  /// Where meters are.
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(MeterRegistry.class)
  static final class Meters {
    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(MeterRegistry.class)
    UsageMeter corvidUsageMeter(MeterRegistry registry) {
      return new MicrometerUsage(registry);
    }

    /// How long the queue is, and how many more runs may begin at once.
    @Bean
    @ConditionalOnMissingBean(name = "corvidAdmissionMeters")
    MeterBinder corvidAdmissionMeters(ObjectProvider<Admission> admissions) {
      return registry ->
          admissions.ifAvailable(
              admission -> {
                Gauge.builder("corvid.admission.waiting", admission, Admission::waiting)
                    .description("Runs that wait for their turn")
                    .register(registry);
                Gauge.builder("corvid.admission.free", admission, Admission::free)
                    .description("Runs that may begin without waiting")
                    .register(registry);
              });
    }
  }
}
