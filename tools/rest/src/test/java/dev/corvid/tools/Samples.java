package dev.corvid.tools;

import dev.corvid.agent.ToolCall;
import dev.corvid.agent.ToolRequest;
import dev.corvid.agent.spi.Tool;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Documents of APIs that do not exist.
final class Samples {
  private Samples() {}

  static byte[] bytes(String name) {
    try (InputStream in = Objects.requireNonNull(Samples.class.getResourceAsStream(name))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Specification specification(String name) {
    return Specification.of(name, Optional.empty(), bytes(name));
  }

  static Specification written(String text) {
    return Specification.of("test.yaml", Optional.empty(), text.getBytes(StandardCharsets.UTF_8));
  }

  /// A document whose only operation is `POST /things` with that schema as its body, as JSON.
  static Specification withBody(String schema) {
    return withBody("3.1.0", schema, "{}");
  }

  static Specification withBody(String version, String schema, String components) {
    return written(
        """
        {"openapi": "%s", "paths": {"/things": {"post": {"operationId": "make", "requestBody": {
          "required": true, "content": {"application/json": {"schema": %s}}}}}},
          "components": {"schemas": %s}}
        """
            .formatted(version, schema, components));
  }

  /// A document whose only operation is `GET` of that path with those parameters, as JSON.
  static Specification withParameters(String path, String parameters) {
    return written(
        """
        {"openapi": "3.0.0", "paths": {"%s": {"get": {"operationId": "get", "parameters": [%s]}}}}
        """
            .formatted(path, parameters));
  }

  static RestTools tools(Specification specification) {
    return RestTools.of(
        specification, RestSettings.defaults().withBaseUrl("http://localhost:9/base/"));
  }

  static Tool tool(RestTools tools, String name) {
    return tools.tool(name).orElseThrow(() -> new AssertionError(name + " is no tool"));
  }

  static ToolRequest prepare(RestTools tools, String name, String arguments) {
    return tool(tools, name).prepare(new ToolCall("call-1", name, arguments));
  }

  static JsonNode parameters(RestTools tools, String name) {
    return JsonMapper.shared().readTree(tool(tools, name).spec().parameters());
  }
}
