package dev.corvid.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTests {
  private static final String SHOP =
      """
      corvid:
        model: {name: smollm2-135m}
        apis:
          shop:
            spec: https://shop.example/openapi.json
            baseUrl: http://localhost:8080
            allow-origins: [https://a.example, "https://b.example"]
            credentials: {token: "${SHOP_TOKEN}", plain: word}
            policies: {addItem: allow, removeItem: deny}
      """;

  @TempDir Path folder;

  private final List<String> warnings = new ArrayList<>();

  private Configuration read(String yaml, Map<String, String> environment) {
    try {
      Path file = folder.resolve("corvid.yaml");
      Files.writeString(file, yaml);
      return Configuration.of(ConfigurationFile.read(file), environment, warnings::add);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void valuesAreFoundByTheirKeys() {
    Configuration configuration = read(SHOP, Map.of("SHOP_TOKEN", "t-1"));
    assertThat(configuration.value("corvid.model.name")).contains("smollm2-135m");
    assertThat(configuration.names("corvid.apis")).containsExactly("shop");
    assertThat(configuration.value("corvid.apis.shop.base-url")).contains("http://localhost:8080");
    assertThat(configuration.values("corvid.apis.shop.allow-origins"))
        .containsExactly("https://a.example", "https://b.example");
    assertThat(configuration.value("corvid.apis.shop.credentials.token")).contains("t-1");
    assertThat(configuration.names("corvid.apis.shop.policies"))
        .containsExactly("addItem", "removeItem");
    assertThat(configuration.value("corvid.model.path")).isEmpty();
    assertThat(warnings).isEmpty();
  }

  @Test
  void withoutAFileThereIsNothing() {
    assertThat(ConfigurationFile.read(folder.resolve("none.yaml"))).isEmpty();
    assertThat(read("", Map.of()).names("corvid.apis")).isEmpty();
    assertThat(read("# only a remark\n", Map.of()).names("corvid.apis")).isEmpty();
  }

  @Test
  void aVariableThatIsNotSetIsNamedWhenItIsNeeded() {
    Configuration configuration = read(SHOP, Map.of());
    assertThat(configuration.value("corvid.apis.shop.credentials.plain")).contains("word");
    assertThatThrownBy(() -> configuration.value("corvid.apis.shop.credentials.token"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("corvid.apis.shop.credentials.token names ${SHOP_TOKEN}, which is not set");
  }

  @Test
  void theEnvironmentOverridesTheFileAndAddsToIt() {
    Configuration configuration =
        read(
            SHOP,
            Map.of(
                "CORVID_APIS_SHOP_BASE_URL", "http://localhost:9",
                "CORVID_MODEL_NAME", "qwen2.5-coder-1.5b",
                "CORVID_APIS_SHOP_ALLOWORIGINS", "https://c.example, https://d.example",
                "CORVID_APIS_BANK_SPEC", "bank.yaml",
                "CORVID_APIS_BANK_CREDENTIALS_API_KEY", "k",
                "CORVID_HOME", "/elsewhere",
                "SHOP_TOKEN", "t"));
    assertThat(configuration.value("corvid.apis.shop.base-url")).contains("http://localhost:9");
    assertThat(configuration.value("corvid.model.name")).contains("qwen2.5-coder-1.5b");
    assertThat(configuration.values("corvid.apis.shop.allow-origins"))
        .containsExactly("https://c.example", "https://d.example");
    assertThat(configuration.names("corvid.apis")).containsExactly("bank", "shop");
    assertThat(configuration.value("corvid.apis.bank.credentials.api_key")).contains("k");
    assertThat(warnings).isEmpty();
  }

  @Test
  void anUnknownKeyIsNamedWithTheNearest() {
    read("corvid: {apis: {shop: {spec: a, base-ulr: b}}, modell: {name: x}}\nother: 1", Map.of());
    assertThat(warnings)
        .containsExactly(
            "corvid.yaml: unknown key 'corvid.apis.shop.base-ulr'; did you mean"
                + " 'corvid.apis.shop.base-url'?",
            "corvid.yaml: unknown key 'corvid.modell.name'; did you mean 'corvid.model.name'?",
            "corvid.yaml: unknown key 'other'.");
  }

  @Test
  void whatNobodyReadsIsNoKey() {
    read("corvid: {model: {temperature: 0.5}}", Map.of());
    assertThat(warnings)
        .singleElement()
        .asString()
        .contains("unknown key 'corvid.model.temperature'");
  }

  @Test
  void aModelServerIsConfiguredInTheFileOrTheEnvironment() {
    Configuration configuration =
        read(
            "corvid: {model: {url: http://localhost:8080/v1, key: \"${THE_KEY}\"}}",
            Map.of("CORVID_MODEL_CONTEXT_LENGTH", "4096", "THE_KEY", "k"));
    assertThat(configuration.value("corvid.model.url")).contains("http://localhost:8080/v1");
    assertThat(configuration.value("corvid.model.key")).contains("k");
    assertThat(configuration.value("corvid.model.context-length")).contains("4096");
    assertThat(read("", Map.of("CORVID_MODEL_KEY", "k-2")).value("corvid.model.key"))
        .contains("k-2");
    assertThat(warnings).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "corvid: [unclosed",
        "corvid:\n\tname: x",
        "just text",
        "[a, b]",
        "corvid: {apis: {shop: {allow-origins: [{a: b}]}}}",
        "corvid: {apis: {shop: {allow-origins: [[a]]}}}"
      })
  void aMalformedFileIsRefusedWithItsLine(String yaml) {
    assertThatThrownBy(() -> read(yaml, Map.of()))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e -> {
              assertThat(e.getMessage()).contains("corvid.yaml, line ");
              assertThat(ExitCode.of(e.kind())).isEqualTo(ExitCode.USAGE);
            });
  }

  @Test
  void keysWithDotsMeanTheSameAsNestedOnes() {
    Configuration configuration =
        read("corvid.apis.shop.spec: a.yaml\ncorvid.model.name: x", Map.of());
    assertThat(configuration.value("corvid.apis.shop.spec")).contains("a.yaml");
    assertThat(configuration.value("corvid.model.name")).contains("x");
  }
}
