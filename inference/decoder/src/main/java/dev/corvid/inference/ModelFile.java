package dev.corvid.inference;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/// A GGUF v3 file, mapped into memory. It owns the mapping: [#close()] unmaps it, after which
/// neither tensors nor metadata may be used; whoever computes with them has to stop before.
///
/// The file is untrusted. Every count, length, offset, type and dimension is checked against the
/// file's size before it is used, and opening allocates in proportion to the number of entries
/// only. Thread-safe.
///
/// Format: `docs/gguf.md` of ggml.
public final class ModelFile implements AutoCloseable {
  private final Path path;
  private final long bytes;
  private final Arena arena;
  private final Metadata metadata;
  private final Map<String, Tensor> tensors;

  private ModelFile(Path path, long bytes, Arena arena, GgufReader.Contents contents) {
    this.path = path;
    this.bytes = bytes;
    this.arena = arena;
    this.metadata = contents.metadata();
    this.tensors = contents.tensors();
  }

  /// Map the file and read its metadata and its table of tensors.
  ///
  /// @throws ModelFileException if the file is absent, cannot be read or is no well-formed GGUF v3
  @SuppressWarnings("MustBeClosed") // the model file owns the arena and closes it
  public static ModelFile open(Path path) {
    Objects.requireNonNull(path, "path");
    Arena arena = Arena.ofShared();
    try {
      MemorySegment file = map(path, arena);
      return new ModelFile(path, file.byteSize(), arena, new GgufReader(path, file).read());
    } catch (IOException e) {
      arena.close();
      throw unreadable(path, e);
    } catch (RuntimeException | Error e) {
      arena.close();
      throw e;
    }
  }

  private static MemorySegment map(Path path, Arena arena) throws IOException {
    if (Files.isDirectory(path)) {
      throw new ModelFileException(
          path, "is a directory, not a GGUF file", "Name the .gguf file inside it.");
    }
    try (FileChannel channel = FileChannel.open(path)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
    }
  }

  private static ModelFileException unreadable(Path path, IOException e) {
    if (e instanceof NoSuchFileException) {
      return new ModelFileException(
          path, "there is no such file", "Check the path, or pull a model.", e);
    }
    return new ModelFileException(
        path, "cannot be read: " + e, "Check the file's permissions and the disk.", e);
  }

  public Path path() {
    return path;
  }

  /// The size of the file.
  public long bytes() {
    return bytes;
  }

  public Metadata metadata() {
    return metadata;
  }

  /// The tensors by name, in the file's order. Their data is valid until [#close()].
  public Map<String, Tensor> tensors() {
    return tensors;
  }

  /// The tensor of that name.
  ///
  /// @throws ModelFileException if the file has none
  public Tensor tensor(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new ModelFileException(
          path,
          "tensor '%s' is missing".formatted(name),
          "The file holds another kind of model or only a part of one: name another model.");
    }
    return tensor;
  }

  /// Unmap the file. Closing again does nothing.
  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }
}
