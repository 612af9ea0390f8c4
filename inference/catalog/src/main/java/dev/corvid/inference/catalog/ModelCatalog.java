package dev.corvid.inference.catalog;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/// The models that Corvid knows. Immutable.
public final class ModelCatalog {
  private final List<CatalogModel> models;
  private final CatalogModel defaultModel;

  ModelCatalog(List<CatalogModel> models, String defaultName) {
    this.models = List.copyOf(models);
    this.defaultModel = require(defaultName);
  }

  /// Load the catalogue that comes with Corvid.
  public static ModelCatalog load() {
    return CatalogReader.read("catalog.json");
  }

  public List<CatalogModel> models() {
    return models;
  }

  public Optional<CatalogModel> find(String name) {
    Objects.requireNonNull(name, "name");
    return models.stream().filter(model -> model.name().equals(name)).findFirst();
  }

  /// Find the model of that name.
  ///
  /// @throws ModelException.Unknown if there is none
  public CatalogModel require(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new ModelException.Unknown(
                    "No model named '" + name + "' in the catalogue",
                    "Choose one of %s, or give the path of a GGUF file."
                        .formatted(
                            models.stream()
                                .map(CatalogModel::name)
                                .collect(Collectors.joining(", ")))));
  }

  /// The model that answers when nobody names one.
  public CatalogModel defaultModel() {
    return defaultModel;
  }
}
