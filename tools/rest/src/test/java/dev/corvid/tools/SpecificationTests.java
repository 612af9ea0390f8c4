package dev.corvid.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corvid.agent.CorvidException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpecificationTests {
  private static final String SMALL = "{\"openapi\":\"3.0.0\",\"paths\":{\"/a\":{\"get\":{}}}}";

  @TempDir Path folder;

  private static void assertRefused(byte[] bytes, String code, String message) {
    assertThatThrownBy(
            () -> {
              Specification read = Specification.of("api.yaml", Optional.empty(), bytes);
              RestTools.of(read, RestSettings.defaults()).close();
            })
        .isInstanceOfSatisfying(
            SpecificationException.class,
            e -> {
              assertThat(e.code()).isEqualTo(code);
              assertThat(e.kind()).isEqualTo(CorvidException.Kind.INPUT);
              assertThat(e).hasMessageContaining("api.yaml").hasMessageContaining(message);
              assertThat(e.getMessage()).hasSizeLessThan(400);
              assertThat(e.remedy()).isNotBlank();
            });
  }

  private static void assertRefused(String text, String code, String message) {
    assertRefused(text.getBytes(StandardCharsets.UTF_8), code, message);
  }

  @Test
  void jsonAndYamlAreRead() {
    assertThat(Samples.specification("aviary.yaml").title()).isEqualTo("Aviary");
    assertThat(Samples.specification("ferry.json").title()).isEqualTo("Ferry");
  }

  @Test
  void aFileIsReadInEveryUnicodeForm() throws IOException {
    Path file = folder.resolve("api.json");
    for (var charset :
        new Charset[] {
          StandardCharsets.UTF_8, StandardCharsets.UTF_16, StandardCharsets.UTF_16LE
        }) {
      Files.write(file, SMALL.getBytes(charset));
      assertThat(Specification.read(file).name()).as(charset.name()).isEqualTo("api.json");
    }
    Files.writeString(file, "\ufeff" + SMALL);
    assertThat(Specification.read(file).title()).isEqualTo("api.json");
  }

  @Test
  void aMissingFileAndAFolderAreNamed() {
    assertThatThrownBy(() -> Specification.read(folder.resolve("none.yaml")))
        .isInstanceOf(SpecificationException.Unreadable.class)
        .hasMessageContaining("none.yaml");
    assertThatThrownBy(() -> Specification.read(folder))
        .isInstanceOf(SpecificationException.Unreadable.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"openapi\": \"3.0.0\", \"paths\": {",
        "{\"openapi\": \"3.0.0\"} more",
        "openapi: 3.0.0\npaths:\n\t/a: 1",
        "openapi: [3.0.0",
        "openapi: 3.0.0\npaths: *nowhere",
        "paths: &p\n  /a: *p",
        "openapi: 3.0.0\n---\nopenapi: 3.0.0"
      })
  void brokenTextIsRefused(String text) {
    assertRefused(text, "specification-broken", "api.yaml");
  }

  @Test
  void whatIsNoOpenApiDocumentIsRefused() {
    assertRefused("", "specification-broken", "is empty");
    assertRefused("<html><body>Sign in</body></html>", "specification-broken", "no object");
    assertRefused("[1, 2]", "specification-broken", "no object");
    assertRefused("title: x", "specification-broken", "no field 'openapi'");
    assertRefused("swagger: '2.0'", "specification-unsupported", "Swagger 2.0");
    assertRefused("swagger: {a: 1}", "specification-unsupported", "Swagger ?");
    assertRefused("openapi: 4.0.0", "specification-unsupported", "OpenAPI '4.0.0'");
    assertRefused("openapi: {title: x}", "specification-unsupported", "OpenAPI ''");
    assertRefused("openapi: 3.0.0\ninfo: {}", "specification-empty", "no operation");
    assertRefused(
        "openapi: 3.0.0\npaths: {/a: {summary: s}}", "specification-empty", "no operation");
  }

  @Test
  void theVersionMayBeANumber() {
    assertThat(Samples.written("openapi: 3.0\npaths: {}").isOldest()).isTrue();
    assertThat(Samples.written("openapi: 3.1\npaths: {}").isOldest()).isFalse();
  }

  @Test
  void aBombOfAliasesIsRefused() {
    StringBuilder yaml = new StringBuilder("openapi: 3.0.0\na0: &a0 [x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 30; i++) {
      yaml.append("a%d: &a%d [".formatted(i, i));
      yaml.append(("*a" + (i - 1) + ",").repeat(8)).append("]\n");
    }
    assertRefused(yaml.toString(), "specification-broken", "aliases written out");
  }

  @Test
  void twoMegabytesOfAliasesAreRefused() {
    String yaml =
        "openapi: 3.0.0\na: &a [" + "x,".repeat(100) + "]\nb:\n" + "- *a\n".repeat(400_000);
    assertRefused(yaml, "specification-broken", "aliases written out");
  }

  @Test
  void whatIsTooDeepIsRefused() {
    assertRefused(
        "{\"openapi\": \"3.0.0\", \"a\": " + "[".repeat(5_000) + "]".repeat(5_000) + "}",
        "specification-broken",
        "nests deeper");
    StringBuilder yaml = new StringBuilder("openapi: 3.0.0\na0: &a0 [x]\n");
    for (int i = 1; i < 300; i++) {
      yaml.append("a%d: &a%d [*a%d]\n".formatted(i, i, i - 1));
    }
    assertRefused(yaml.toString(), "specification-broken", "through its aliases");
    assertRefused("openapi: 3.0.0\na: " + "[".repeat(50_000), "specification-broken", "");
  }

  @Test
  void whatIsTooLargeIsRefused() {
    byte[] large = new byte[TreeReader.MOST_BYTES + 1];
    assertRefused(large, "specification-broken", "larger than 32 MB");
  }

  @Test
  void aliasesAndMergeKeysOfYamlMeanWhatTheyName() {
    Specification specification =
        Samples.written(
            """
            openapi: 3.0.0
            x-base: &base {summary: Base, description: Of all}
            paths:
              /a:
                get:
                  <<: *base
                  summary: Own
            """);
    try (RestTools tools = Samples.tools(specification)) {
      assertThat(tools.tools().getFirst().spec().description()).isEqualTo("Own. Of all");
    }
  }

  @Test
  void linesOfBlanksInATextAreNoMistake() {
    assertThat(
            Samples.written("openapi: 3.0.0\ninfo:\n  title: |+\n        \n  version: 1\npaths: {}")
                .name())
        .isEqualTo("test.yaml");
  }

  @Test
  void aUrlIsFetchedWithItsRedirectsOnTheSameHost() throws IOException {
    try (TestServer server = new TestServer()) {
      server.answer("/spec", 302, "Location", "/moved.json");
      server.answer("/moved.json", 200, SMALL);
      Specification read = Specification.read(server.url("/spec"));
      assertThat(read.source()).contains(server.url("/moved.json"));
    }
  }

  @Test
  void aRedirectToAnotherHostIsRefused() throws IOException {
    try (TestServer server = new TestServer()) {
      server.answer("/spec", 302, "Location", "https://elsewhere.example/spec");
      assertThatThrownBy(() -> Specification.read(server.url("/spec")))
          .isInstanceOf(SpecificationException.OriginRefused.class)
          .hasMessageContaining("elsewhere.example");
      server.answer("/round", 302, "Location", "/round");
      assertThatThrownBy(() -> Specification.read(server.url("/round")))
          .isInstanceOf(SpecificationException.Unavailable.class);
    }
  }

  @Test
  void aUrlThatDoesNotAnswerIsUnavailable() throws IOException {
    URI url;
    try (TestServer server = new TestServer()) {
      url = server.url("/none");
      assertThatThrownBy(() -> Specification.read(server.url("/none")))
          .isInstanceOf(SpecificationException.Unavailable.class)
          .hasMessageContaining("404");
    }
    assertThatThrownBy(() -> Specification.read(url))
        .isInstanceOf(SpecificationException.Unavailable.class)
        .hasMessageContaining("refused");
    assertThatThrownBy(() -> Specification.read(URI.create("file:///etc/hosts")))
        .isInstanceOf(SpecificationException.Unreadable.class);
  }
}
