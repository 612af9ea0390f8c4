package dev.corvid.autoconfigure;

import dev.corvid.agent.ToolPolicy;
import dev.corvid.agent.spi.Tool;
import dev.corvid.agent.spi.ToolProvider;
import dev.corvid.tools.RestSettings;
import dev.corvid.tools.RestTools;
import dev.corvid.tools.Secret;
import dev.corvid.tools.Specification;
import dev.corvid.tools.UserCredentials;
import dev.corvid.tools.methods.MethodTools;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.ResourceLoader;

/// Tools from the APIs that `corvid.apis` names and from the application's own beans.
@AutoConfiguration
@EnableConfigurationProperties(CorvidProperties.class)
public final class ToolsAutoConfiguration {
  @Bean(destroyMethod = "close")
  @ConditionalOnMissingBean
  RestTools corvidRestTools(
      CorvidProperties properties,
      ResourceLoader resources,
      ObjectProvider<UserCredentials> users) {
    UserCredentials credentials = users.getIfAvailable(() -> UserCredentials.NONE);
    List<RestTools.Api> apis = new ArrayList<>();
    properties
        .apis()
        .forEach(
            (name, api) ->
                apis.add(
                    new RestTools.Api(
                        specification(name, api, resources),
                        settings(api).withUserCredentials(credentials))));
    return RestTools.of(apis);
  }

  private static Specification specification(
      String name, CorvidProperties.Api api, ResourceLoader resources) {
    String place = api.spec();
    if (place == null || place.isBlank()) {
      throw new PropertyException(
          "corvid.apis.%s.spec is missing".formatted(name),
          "Set it to an OpenAPI document: classpath:, a file or a URL.");
    }
    if (place.startsWith("http://") || place.startsWith("https://")) {
      return Specification.read(URI.create(place));
    }
    if (!place.startsWith("classpath:")) {
      return Specification.read(Path.of(place));
    }
    try (InputStream in = resources.getResource(place).getInputStream()) {
      return Specification.of(place, in.readAllBytes());
    } catch (IOException e) {
      throw new PropertyException(
          "corvid.apis.%s.spec cannot be read: %s".formatted(name, e.getMessage()),
          "Check the name: it is looked up on the class path.",
          e);
    }
  }

  private static RestSettings settings(CorvidProperties.Api api) {
    RestSettings settings = RestSettings.defaults();
    for (Map.Entry<String, String> credential : api.credentials().entrySet()) {
      settings = settings.withCredential(credential.getKey(), Secret.of(credential.getValue()));
    }
    for (String origin : api.allowOrigins()) {
      settings = settings.withAllowedOrigin(origin);
    }
    return api.baseUrl() == null ? settings : settings.withBaseUrl(api.baseUrl());
  }

  @Bean
  @ConditionalOnMissingBean
  AgentTools corvidAgentTools(
      CorvidProperties properties,
      RestTools rest,
      ObjectProvider<ToolProvider> providers,
      ObjectProvider<Tool> own,
      ConfigurableListableBeanFactory beans) {
    List<Tool> tools = new ArrayList<>();
    providers.orderedStream().forEach(provider -> tools.addAll(provider.tools()));
    own.orderedStream().forEach(tools::add);
    tools.addAll(MethodTools.of(MarkedBeans.in(beans)));
    Map<String, ToolPolicy> policies = new HashMap<>();
    properties.apis().values().forEach(api -> policies.putAll(api.policies()));
    policies.keySet().removeIf(name -> rest.tool(name).isEmpty());
    return new AgentTools(tools, policies);
  }
}
