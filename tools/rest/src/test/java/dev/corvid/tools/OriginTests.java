package dev.corvid.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corvid.agent.ToolRequest;
import dev.corvid.agent.ToolResult;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Where requests may go.
class OriginTests {
  private static Specification withServers(Optional<String> source, String servers) {
    String text =
        "openapi: 3.0.0\nservers: [%s]\npaths: {/a: {get: {operationId: get}}}".formatted(servers);
    return Specification.of(
        "api.yaml", source.map(URI::create), text.getBytes(StandardCharsets.UTF_8));
  }

  private static String url(Specification specification, RestSettings settings) {
    try (RestTools tools = RestTools.of(specification, settings)) {
      return Samples.prepare(tools, "get", "{}").url();
    }
  }

  private static void assertRefused(
      Specification specification, RestSettings settings, String why) {
    assertThatThrownBy(() -> url(specification, settings))
        .isInstanceOfSatisfying(
            SpecificationException.OriginRefused.class,
            e -> {
              assertThat(e).hasMessageContaining(why);
              assertThat(e.remedy()).contains("--");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "HTTPS://API.Example, https://api.example",
    "https://api.example:443/v1, https://api.example",
    "http://localhost:8080/x?y, http://localhost:8080",
    "http://localhost:80, http://localhost",
    "https://api.example.:8443, https://api.example:8443",
    "http://[::1]:9, http://[::1]:9",
    "https://bücher.example/a, https://xn--bcher-kva.example"
  })
  void anOriginIsSchemeHostAndPort(String url, String origin) {
    assertThat(Origin.of(Origin.url(url))).hasToString(origin);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "api.example",
        "ftp://a.example",
        "https://",
        "https://user@a.example",
        "a b",
        "https:///x",
        "file:///etc/passwd"
      })
  void whatIsNoUrlOfAServerIsRefused(String url) {
    assertThatThrownBy(() -> Origin.url(url)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RestSettings.defaults().withAllowedOrigin(url))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aPublicServerOfTheDocumentIsUsedAndOnlyByHttps() {
    RestSettings settings = RestSettings.defaults();
    assertThat(url(withServers(Optional.empty(), "{url: https://api.example/v1/}"), settings))
        .isEqualTo("https://api.example/v1/a");
    assertThat(
            url(
                withServers(
                    Optional.empty(), "{url: http://api.example}, {url: https://two.example}"),
                settings))
        .isEqualTo("https://two.example/a");
    assertRefused(
        withServers(Optional.empty(), "{url: http://api.example}"), settings, "not https");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://localhost",
        "https://x.localhost:1",
        "https://127.0.0.1",
        "https://10.0.0.7/v1",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]",
        "https://[::ffff:10.0.0.1]",
        "https://[fd00::1]"
      })
  void aServerOfTheDocumentIsNoPlaceInTheOwnNetwork(String server) {
    assertRefused(
        withServers(Optional.empty(), "{url: '%s'}".formatted(server)),
        RestSettings.defaults(),
        "only the specification names it");
    assertThat(
            url(
                withServers(Optional.empty(), "{url: '%s'}".formatted(server)),
                RestSettings.defaults().withAllowedOrigin(server)))
        .startsWith(server);
  }

  @Test
  void aNameIsLookedUpBeforeSendingAndItsAddressesMustBePublic() {
    Origin origin = Origin.of(URI.create("https://ip6-localhost"));
    OriginRules rules =
        new OriginRules(Set.of(), Set.of(origin, Origin.of(URI.create("https://nowhere.invalid"))));
    assertThat(rules.objection(origin)).isEmpty();
    assertThat(rules.objectionAtSending(origin)).isPresent();
    assertThat(rules.objectionAtSending(Origin.of(URI.create("https://nowhere.invalid"))))
        .contains("its name does not resolve");
    assertThat(rules.objection(Origin.of(URI.create("https://third.example"))))
        .contains("neither you nor the specification named it");
  }

  @Test
  void whatTheUserTypesGoesAnywhereAndFirst() {
    Specification specification = withServers(Optional.empty(), "{url: https://api.example}");
    RestSettings settings = RestSettings.defaults().withBaseUrl("http://localhost:8080/x//");
    assertThat(url(specification, settings)).isEqualTo("http://localhost:8080/x/a");
    assertRefused(
        withServers(Optional.empty(), ""),
        RestSettings.defaults(),
        "names no server that get could be sent to");
  }

  @Test
  void relativeServersBelongToWhereTheDocumentWasFetched() {
    Optional<String> source = Optional.of("http://localhost:8080/docs/api.yaml");
    RestSettings settings = RestSettings.defaults();
    assertThat(url(withServers(source, "{url: /v1}"), settings))
        .isEqualTo("http://localhost:8080/v1/a");
    assertThat(url(withServers(source, "{url: v1}"), settings))
        .isEqualTo("http://localhost:8080/docs/v1/a");
    assertThat(url(withServers(source, ""), settings)).isEqualTo("http://localhost:8080/a");
    assertThat(
            url(
                withServers(
                    source, "{url: 'https://{h}.example/{v}', variables: {h: {default: eu}}}"),
                settings))
        .isEqualTo("http://localhost:8080/a");
    assertThat(
            url(
                withServers(
                    Optional.empty(),
                    "{url: 'https://{h}.example', variables: {h: {default: eu}}}"),
                settings))
        .isEqualTo("https://eu.example/a");
  }

  @Test
  void credentialsGoOnlyWhereTheUserSaid() {
    Specification specification =
        Samples.written(
            """
            openapi: 3.0.0
            servers: [{url: https://api.example}]
            security: [{key: []}]
            paths: {/a: {get: {operationId: get}}}
            components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}
            """);
    RestSettings settings = RestSettings.defaults().withCredential("key", Secret.of("hush-hush"));
    assertRefused(specification, settings, "credentials would go with it");
    assertThat(url(specification, settings.withAllowedOrigin("https://api.example/any")))
        .isEqualTo("https://api.example/a");
  }

  @Test
  void aRequestOfAnotherOriginIsNotSent() {
    try (RestTools tools = Samples.tools(Samples.specification("aviary.yaml"))) {
      var request = Samples.prepare(tools, "getBird", "{\"id\": \"1\"}");
      var moved =
          new ToolRequest(
              request.call(),
              request.effect(),
              request.method(),
              "http://localhost:10/base/birds/1",
              request.headers(),
              request.body(),
              request.idempotencyKey());
      ToolResult result = Samples.tool(tools, "getBird").call(moved);
      assertThat(result.status()).isEqualTo(ToolResult.Status.ERROR);
      assertThat(result.code()).isEqualTo("refused");
      assertThat(result.text()).contains("neither you nor the specification named it");
    }
  }
}
