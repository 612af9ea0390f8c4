package dev.corvid.autoconfigure;

import dev.corvid.agent.Admission;
import dev.corvid.agent.spi.LanguageModel;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// What operators see: health, and the endpoint `corvid`.
@AutoConfiguration(after = CorvidAutoConfiguration.class)
public final class HealthAutoConfiguration {
  /// Where health is asked for.
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
  static final class Health {
    @Bean
    @ConditionalOnMissingBean(name = "corvidHealthIndicator")
    @ConditionalOnBean(LanguageModel.class)
    @ConditionalOnEnabledHealthIndicator("corvid")
    HealthIndicator corvidHealthIndicator(LanguageModel model, Admission admission) {
      return new CorvidHealth(model, admission, VectorModule.isThere());
    }
  }

  /// Where Actuator is.
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
  static final class Endpoints {
    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean({LanguageModel.class, AgentTools.class})
    @ConditionalOnAvailableEndpoint(endpoint = CorvidEndpoint.class)
    CorvidEndpoint corvidEndpoint(
        LanguageModel model,
        AgentTools tools,
        Admission admission,
        ObjectProvider<DocumentLibrary> documents) {
      return new CorvidEndpoint(model, tools, admission, documents);
    }
  }
}
