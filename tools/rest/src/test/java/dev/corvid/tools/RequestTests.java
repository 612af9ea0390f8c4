package dev.corvid.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corvid.agent.Effect;
import dev.corvid.agent.ToolArgumentsException;
import dev.corvid.agent.ToolCall;
import dev.corvid.agent.ToolRequest;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTests {
  private static String url(String path, String parameters, String arguments) {
    try (RestTools tools = Samples.tools(Samples.withParameters(path, parameters))) {
      return Samples.prepare(tools, "get", arguments).url().replace("http://localhost:9/base", "");
    }
  }

  private static String query(String style, boolean explode, String value) {
    String parameter =
        "{\"name\": \"p\", \"in\": \"query\", \"style\": \"%s\", \"explode\": %s, \"schema\": {}}"
            .formatted(style, explode);
    return url("/a", parameter, "{\"p\": " + value + "}");
  }

  private static String path(String style, boolean explode, String value) {
    String parameter =
        "{\"name\": \"p\", \"in\": \"path\", \"style\": \"%s\", \"explode\": %s, \"schema\": {}}"
            .formatted(style, explode);
    return url("/a/{p}", parameter, "{\"p\": " + value + "}");
  }

  @Test
  void aRequestIsAllThatIsSentWithoutSecrets() {
    RestSettings settings =
        RestSettings.defaults()
            .withBaseUrl("https://birds.example/v2/")
            .withCredential("token", Secret.of("s3cret"));
    try (RestTools tools = RestTools.of(Samples.specification("aviary.yaml"), settings)) {
      ToolRequest request =
          Samples.prepare(
              tools, "addBird", "{\"name\": \"Rex\", \"X-Trace\": \"t 1\", \"weight\": 1.20}");
      assertThat(request.method()).isEqualTo("POST");
      assertThat(request.effect()).isEqualTo(Effect.WRITE);
      assertThat(request.url()).isEqualTo("https://birds.example/v2/birds");
      assertThat(request.body()).isEqualTo("{\"name\":\"Rex\",\"weight\":1.20}");
      assertThat(request.headers())
          .containsOnlyKeys("Accept", "Content-Type", "Idempotency-Key", "X-Trace")
          .containsEntry("Content-Type", "application/json")
          .containsEntry("Accept", "application/json")
          .containsEntry("X-Trace", "t 1");
      assertThat(request.toString()).doesNotContain("s3cret");
    }
  }

  @Test
  void theIdempotencyKeyBelongsToTheCall() {
    try (RestTools tools = Samples.tools(Samples.specification("aviary.yaml"))) {
      ToolRequest first = Samples.prepare(tools, "addBird", "{\"name\": \"Rex\"}");
      assertThat(Samples.prepare(tools, "addBird", "{\"name\": \"Rex\"}")).isEqualTo(first);
      assertThat(first.idempotencyKey()).contains("Idempotency-Key");
      assertThat(first.headers().get("Idempotency-Key")).matches("[0-9a-f-]{36}");
      ToolRequest other =
          Samples.tool(tools, "addBird")
              .prepare(new ToolCall("call-2", "addBird", "{\"name\": \"Rex\"}"));
      assertThat(other.headers().get("Idempotency-Key"))
          .isNotEqualTo(first.headers().get("Idempotency-Key"));
      assertThat(Samples.prepare(tools, "removeBird", "{\"id\": \"1\"}").idempotencyKey())
          .isEqualTo(Optional.empty());
    }
  }

  @Test
  void textsArePercentEncoded() {
    try (RestTools tools = Samples.tools(Samples.specification("ferry.json"))) {
      assertThat(
              Samples.prepare(
                      tools,
                      "find_trips",
                      "{\"from\": \"Å/b?c#d\", \"to\": \"x y+z%\", \"where\": {\"a\": \"&=\"}}")
                  .url())
          .isEqualTo(
              "http://localhost:9/base/trips/%C3%85%2Fb%3Fc%23d,x%20y%2Bz%25"
                  + "?where=%7B%22a%22%3A%22%26%3D%22%7D");
      assertThat(
              Samples.prepare(
                      tools,
                      "find_trips",
                      "{\"from\": \"a\", \"to\": \"b\", \"sort\": [\"x\", \"y|z\"],"
                          + " \"filter\": {\"day\": \"mo\", \"cars\": 2}}")
                  .url())
          .endsWith("/trips/a,b?filter%5Bday%5D=mo&filter%5Bcars%5D=2&sort=x%7Cy%7Cz");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", ".."})
  void aPathCannotBeClimbed(String value) {
    try (RestTools tools = Samples.tools(Samples.specification("aviary.yaml"))) {
      assertThatThrownBy(
              () -> Samples.prepare(tools, "getBird", "{\"id\": \"%s\"}".formatted(value)))
          .isInstanceOf(ToolArgumentsException.class)
          .hasMessageContaining("'id' is part of the path and must not be");
      assertThat(Samples.prepare(tools, "getBird", "{\"id\": \"../x\"}").url())
          .endsWith("/birds/..%2Fx");
    }
  }

  // The examples of the specification's table of styles.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "form | true | blue | /a?p=blue | /a?p=blue&p=black | /a?R=100&G=200",
        "form | false | blue | /a?p=blue | /a?p=blue,black | /a?p=R,100,G,200",
        "spaceDelimited | false | x | /a?p=x | /a?p=blue%20black | /a?p=R%20100%20G%20200",
        "pipeDelimited | false | x | /a?p=x | /a?p=blue%7Cblack | /a?p=R%7C100%7CG%7C200",
        "deepObject | true | x | /a?p=x | /a?p=blue&p=black | /a?p%5BR%5D=100&p%5BG%5D=200"
      })
  void queriesHaveTheirStyle(
      String style, boolean explode, String text, String one, String list, String object) {
    assertThat(query(style, explode, "\"" + text + "\"")).isEqualTo(one);
    assertThat(query(style, explode, "[\"blue\", \"black\"]")).isEqualTo(list);
    assertThat(query(style, explode, "{\"R\": 100, \"G\": 200}")).isEqualTo(object);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "simple | false | /a/blue | /a/blue,black | /a/R,100,G,200",
        "simple | true | /a/blue | /a/blue,black | /a/R=100,G=200",
        "label | false | /a/.blue | /a/.blue,black | /a/.R,100,G,200",
        "label | true | /a/.blue | /a/.blue.black | /a/.R=100.G=200",
        "matrix | false | /a/;p=blue | /a/;p=blue,black | /a/;p=R,100,G,200",
        "matrix | true | /a/;p=blue | /a/;p=blue;p=black | /a/;R=100;G=200"
      })
  void pathsHaveTheirStyle(String style, boolean explode, String one, String list, String object) {
    assertThat(path(style, explode, "\"blue\"")).isEqualTo(one);
    assertThat(path(style, explode, "[\"blue\", \"black\"]")).isEqualTo(list);
    assertThat(path(style, explode, "{\"R\": 100, \"G\": 200}")).isEqualTo(object);
  }

  @Test
  void reservedCharactersStayWhereTheDocumentSaysSo() {
    String parameter =
        "{\"name\": \"p\", \"in\": \"query\", \"allowReserved\": true, \"schema\": {}}";
    assertThat(url("/a", parameter, "{\"p\": \"a/b:c&d=e#f\"}"))
        .isEqualTo("/a?p=a/b:c%26d%3De%23f");
  }

  @Test
  void thePathOfTheDocumentIsKept() {
    assertThat(url("/a b/{x}/?action=go#frag", "", "{\"x\": \"1\"}"))
        .isEqualTo("/a%20b/1?action=go");
    String q = "{\"name\": \"q\", \"in\": \"query\", \"schema\": {}}";
    assertThat(url("/?action=go", q, "{\"q\": 1}")).isEqualTo("/?action=go&q=1");
    assertThat(url("/a/", q, "{\"q\": 1}")).isEqualTo("/a/?q=1");
    assertThat(url("/", "", "{}")).isEqualTo("/");
  }

  @Test
  void headersAreOneLineOfAscii() {
    try (RestTools tools = Samples.tools(Samples.specification("aviary.yaml"))) {
      for (String value : new String[] {"a\\r\\nHost: evil", "tab\\t", "ä"}) {
        assertThatThrownBy(
                () -> Samples.prepare(tools, "listBirds", "{\"X-Trace\": \"" + value + "\"}"))
            .isInstanceOf(ToolArgumentsException.class)
            .hasMessageContaining("one line of ASCII");
      }
    }
  }

  @Test
  void aUrlHasALimit() {
    try (RestTools tools = Samples.tools(Samples.specification("aviary.yaml"))) {
      assertThatThrownBy(
              () -> Samples.prepare(tools, "getBird", "{\"id\": \"" + "x".repeat(20_000) + "\"}"))
          .isInstanceOf(ToolArgumentsException.class)
          .hasMessageContaining("at most 16000 characters");
    }
  }
}
