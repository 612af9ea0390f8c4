package dev.corvid.inference.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnpackedResourceTests {
  private static final String TOKENIZER = "/bge-small-en-v1.5-q-tokenizer.json";

  @TempDir Path folder;

  @Test
  void unpacksOnceAndMendsWhatIsCut() throws IOException {
    Path file = UnpackedResource.of(TOKENIZER, folder);
    assertThat(file).hasSize(711_396);
    Files.setLastModifiedTime(file, FileTime.fromMillis(0));
    assertThat(UnpackedResource.of(TOKENIZER, folder)).isEqualTo(file);
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(FileTime.fromMillis(0));
    Files.writeString(file, "cut");
    assertThat(UnpackedResource.of(TOKENIZER, folder)).hasSize(711_396);
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aFolderThatCannotBeWrittenIsAnIoException() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> UnpackedResource.of(TOKENIZER, file)).isInstanceOf(IOException.class);
  }
}
