package dev.corvid.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Commands that run `smollm2-135m`; the first one pulls it.
class ModelCommandsTests {
  private static final String MODEL = "smollm2-135m";

  @TempDir Path folder;

  private static JsonNode json(Object... line) {
    Cli run = Cli.run(line);
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    return run.json();
  }

  @Test
  void aTextIsTokenized() {
    JsonNode json = json("tokenize", "--json", "--model", MODEL, "Hello world");
    assertThat(json.toString())
        .isEqualTo("{\"ids\":[19556,905],\"pieces\":[\"Hello\",\" world\"]}");
  }

  @Test
  void aModelIsListedPulledAndDescribed() {
    assertThat(json("model", "pull", "--json", MODEL).required("file").asString())
        .endsWith(MODEL + ".gguf");
    assertThat(json("model", "list", "--json").required("models").toString())
        .contains("\"name\":\"" + MODEL + "\"")
        .contains("\"sha256\":\"b179c952")
        .contains("\"present\":true");
    JsonNode info = json("model", "info", "--json", MODEL);
    assertThat(info.required("architecture").asString()).isEqualTo("llama");
    assertThat(info.required("parameters").asLong()).isEqualTo(134_515_008);
    assertThat(info.required("context").asInt()).isEqualTo(8192);
    assertThat(info.required("quantisation").required("Q4_1").asInt()).isEqualTo(210);
    assertThat(info.required("template").asString()).contains("messages");
  }

  @Test
  void generationRepeatsWithItsSeedAndEndsAtAStopString() {
    Object[] line = {
      "generate",
      "--json",
      "--model",
      MODEL,
      "--max-tokens",
      "12",
      "--temperature",
      "0.9",
      "--seed",
      "5",
      "One, two, three,"
    };
    JsonNode first = json(line);
    JsonNode second = json(line);
    assertThat(second.required("text")).isEqualTo(first.required("text"));
    assertThat(first.required("tokens").size()).isBetween(1, 12);
    assertThat(first.required("usage").required("prompt_tokens").asInt()).isPositive();
    assertThat(first.required("timings_ms").required("decode").asDouble()).isPositive();
    JsonNode stopped =
        json(
            "generate",
            "--json",
            "--model",
            MODEL,
            "--stop",
            ",",
            "--max-tokens",
            "8",
            "one, two, three, four, five,");
    assertThat(stopped.required("stop_reason").asString()).isEqualTo("stop");
    assertThat(stopped.required("text").asString()).doesNotContain(",");
  }

  @Test
  void generationUnderASchemaWritesValidJson() throws IOException {
    Path schema = folder.resolve("schema.json");
    Files.writeString(
        schema,
        """
        {"type":"object","required":["bird","count"],"properties":{
          "bird":{"enum":["raven","crow"]},"count":{"type":"integer"}}}
        """);
    JsonNode json =
        json("generate", "--json", "--model", MODEL, "--schema", schema, "I saw two ravens.");
    assertThat(json.required("stop_reason").asString()).isIn("constraint", "length");
    JsonNode text = JsonMapper.shared().readTree(json.required("text").asString());
    assertThat(text.required("bird").asString()).isIn("raven", "crow");
    assertThat(text.required("count").isIntegralNumber()).isTrue();
    Cli tooFew =
        Cli.run("generate", "--json", "--model", MODEL, "-n", "2", "--schema", schema, "Birds?");
    assertThat(tooFew.exitCode()).isEqualTo(2);
    assertThat(tooFew.out()).contains("\"constraint\"").contains("room for 2");
  }

  @Test
  void anAnswerHasTheShapeThatScriptsRelyOn() throws IOException {
    JsonNode json =
        json(
            "ask",
            "--json",
            "--model",
            MODEL,
            "--docs",
            Cli.handbook(),
            "--index",
            folder.resolve("index"),
            "--max-tokens",
            "24",
            "What is the daily allowance in the country?");
    assertThat(json.required("status").asString()).isIn("answered", "unsupported", "unknown");
    assertThat(json.required("answer").asString()).isNotBlank();
    assertThat(json.required("model").asString()).isEqualTo(MODEL);
    assertThat(json.required("index").required("embedded").asInt()).isPositive();
    assertThat(json.required("index").required("pending").asInt()).isNotNegative();
    assertThat(json.required("passages").size()).isPositive();
    for (String part :
        new String[] {"start", "load", "index", "retrieve", "prefill", "decode", "total"}) {
      assertThat(json.required("timings_ms").required(part).asDouble()).isNotNegative();
    }
    for (JsonNode citation : json.required("citations")) {
      assertThat(citation.required("verified").asBoolean()).isTrue();
      assertIsVerbatim(citation);
    }
  }

  private static void assertIsVerbatim(JsonNode citation) throws IOException {
    String document = citation.required("document").asString();
    String quote = citation.required("quote").asString();
    if (document.endsWith(".md") || document.endsWith(".txt")) {
      assertThat(
              Files.readString(Path.of(document))
                  .substring(citation.required("start").asInt(), citation.required("end").asInt()))
          .isEqualTo(quote);
    }
  }
}
