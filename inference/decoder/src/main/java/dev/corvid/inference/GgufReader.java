package dev.corvid.inference;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads metadata and tensor table of a GGUF v3 file and checks all of it.
final class GgufReader {
  private static final int MAGIC = 0x46554747; // "GGUF", little-endian
  private static final int VERSION = 3;
  private static final int MAX_ENTRIES = 1 << 16;
  private static final int MAX_KEY_BYTES = (1 << 16) - 1;
  private static final int MAX_TENSOR_NAME_BYTES = 1024;
  private static final int MAX_DIMENSIONS = 4;
  private static final int MAX_ALIGNMENT = 1 << 20;

  private final Path path;
  private final MemorySegment file;
  private final GgufCursor cursor;

  GgufReader(Path path, MemorySegment file) {
    this.path = path;
    this.file = file;
    this.cursor = new GgufCursor(path, file);
  }

  record Contents(Metadata metadata, Map<String, Tensor> tensors) {}

  /// A tensor before the place of the data is known.
  private record Entry(String name, int type, List<Long> shape, long offset) {}

  Contents read() {
    magic();
    version();
    int tensorCount = count("tensor_count");
    int keyCount = count("metadata_kv_count");
    Metadata metadata = new Metadata(path, new GgufValues(path, file), entries(keyCount));
    int alignment = alignment(metadata);
    List<Entry> entries = tensorEntries(tensorCount, alignment);
    long padding = -cursor.position() & (alignment - 1);
    if (tensorCount > 0) {
      cursor.skip(padding, "the padding before the tensors");
    }
    return new Contents(metadata, tensors(entries, cursor.position()));
  }

  private void magic() {
    if (file.byteSize() == 0) {
      throw ModelFileException.damaged(path, "the file is empty");
    }
    int magic = cursor.int32("the magic number");
    if (magic != MAGIC) {
      throw ModelFileException.damaged(
          path, "is no GGUF file: it must start with GGUF, starts with 0x%08x".formatted(magic));
    }
  }

  private void version() {
    int version = cursor.int32("version");
    if (version == Integer.reverseBytes(VERSION)) {
      throw new ModelFileException(
          path, "is a big-endian GGUF file", "Name a little-endian file of the model.");
    }
    if (version != VERSION) {
      throw new ModelFileException(
          path,
          "version must be %d, is %s".formatted(VERSION, Integer.toUnsignedString(version)),
          "Name a GGUF v3 file, or convert this one with gguf-py.");
    }
  }

  private int count(String field) {
    long count = cursor.int64(field);
    if (count < 0 || count > MAX_ENTRIES) {
      throw ModelFileException.damaged(
          path,
          "%s must be at most %d, is %s"
              .formatted(field, MAX_ENTRIES, Long.toUnsignedString(count)));
    }
    return (int) count;
  }

  private Map<String, GgufValue> entries(int count) {
    Map<String, GgufValue> entries = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      String key = cursor.string(MAX_KEY_BYTES, "metadata key " + i);
      String what = "metadata key '" + key + "'";
      if (entries.put(key, value(cursor.int32(what), what)) != null) {
        throw ModelFileException.damaged(path, what + " must occur once, occurs again");
      }
    }
    return entries;
  }

  private GgufValue value(int type, String what) {
    return switch (type) {
      case 0, 2, 4, 10 -> new GgufValue.Whole(unsigned(GgufValue.width(type), what));
      case 1 -> new GgufValue.Whole((byte) cursor.number(1, what));
      case 3 -> new GgufValue.Whole((short) cursor.number(2, what));
      case 5 -> new GgufValue.Whole(cursor.int32(what));
      case 11 -> new GgufValue.Whole(cursor.int64(what));
      case GgufValue.FLOAT32 -> new GgufValue.Real(Float.intBitsToFloat(cursor.int32(what)));
      case 12 -> new GgufValue.Real(Double.longBitsToDouble(cursor.int64(what)));
      case GgufValue.BOOL -> flag(what);
      case GgufValue.STRING -> text(what);
      case GgufValue.ARRAY -> array(what);
      default -> throw unknownType(what, type);
    };
  }

  private long unsigned(int width, String what) {
    long value = cursor.number(width, what);
    if (value < 0) {
      throw ModelFileException.damaged(
          path, "%s must be at most 2^63 - 1, is %s".formatted(what, Long.toUnsignedString(value)));
    }
    return value;
  }

  private GgufValue flag(String what) {
    long value = cursor.number(1, what);
    if (value > 1) {
      throw ModelFileException.damaged(path, what + " must be 0 or 1, is " + value);
    }
    return new GgufValue.Flag(value == 1);
  }

  private GgufValue text(String what) {
    long bytes = cursor.int64(what);
    long start = cursor.position();
    cursor.skip(bytes, what);
    return new GgufValue.Text(start, bytes);
  }

  private GgufValue array(String what) {
    int type = cursor.int32(what);
    long count = cursor.int64(what);
    int width = type == GgufValue.STRING ? Long.BYTES : GgufValue.width(type);
    if (width == 0) {
      throw unknownType("an element of " + what, type);
    }
    long most = Math.min(Integer.MAX_VALUE - 8, cursor.remaining() / width);
    if (count < 0 || count > most) {
      throw ModelFileException.damaged(
          path,
          "%s must have at most %d elements, which is what the file has room for, has %s"
              .formatted(what, most, Long.toUnsignedString(count)));
    }
    long start = cursor.position();
    if (type == GgufValue.STRING) {
      skipStrings(count, what);
    } else {
      cursor.skip(count * width, what);
    }
    return new GgufValue.Array(type, (int) count, start, cursor.position() - start);
  }

  private void skipStrings(long count, String what) {
    for (long i = 0; i < count; i++) {
      cursor.skip(cursor.int64(what), what);
    }
  }

  private ModelFileException unknownType(String what, int type) {
    return ModelFileException.damaged(
        path,
        "%s has the unknown type %s; arrays of arrays are not supported"
            .formatted(what, Integer.toUnsignedString(type)));
  }

  private int alignment(Metadata metadata) {
    int alignment = metadata.integer("general.alignment", 32);
    if (alignment < 1 || alignment > MAX_ALIGNMENT || Integer.bitCount(alignment) != 1) {
      throw ModelFileException.damaged(
          path,
          "general.alignment must be a power of two up to %d, is %d"
              .formatted(MAX_ALIGNMENT, alignment));
    }
    return alignment;
  }

  private List<Entry> tensorEntries(int count, int alignment) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String name = cursor.string(MAX_TENSOR_NAME_BYTES, "the name of tensor " + i);
      String what = "tensor '" + name + "'";
      List<Long> shape = shape(what);
      int type = cursor.int32(what);
      long offset = cursor.int64(what);
      if (offset < 0 || (offset & (alignment - 1)) != 0) {
        throw ModelFileException.damaged(
            path,
            "%s: offset must be a multiple of %d below 2^63, is %s"
                .formatted(what, alignment, Long.toUnsignedString(offset)));
      }
      entries.add(new Entry(name, type, shape, offset));
    }
    return entries;
  }

  private List<Long> shape(String what) {
    int dimensions = cursor.int32(what);
    if (dimensions < 1 || dimensions > MAX_DIMENSIONS) {
      throw ModelFileException.damaged(
          path,
          "%s must have 1 to %d dimensions, has %s"
              .formatted(what, MAX_DIMENSIONS, Integer.toUnsignedString(dimensions)));
    }
    List<Long> shape = new ArrayList<>();
    long weights = 1;
    for (int i = 0; i < dimensions; i++) {
      long size = cursor.int64(what);
      // Eight weights a byte is denser than any encoding: no file holds more.
      long most = Math.multiplyExact(file.byteSize(), 8L) / weights;
      if (size < 1 || size > most) {
        throw ModelFileException.damaged(
            path,
            "%s: dimension %d must be from 1 to %d, which is what the file has room for, is %s"
                .formatted(what, i, most, Long.toUnsignedString(size)));
      }
      weights *= size;
      shape.add(size);
    }
    return List.copyOf(shape);
  }

  private Map<String, Tensor> tensors(List<Entry> entries, long dataStart) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Entry entry : entries) {
      if (tensors.put(entry.name(), tensor(entry, dataStart)) != null) {
        throw ModelFileException.damaged(
            path, "tensor '%s' must occur once, occurs again".formatted(entry.name()));
      }
    }
    return Collections.unmodifiableMap(tensors);
  }

  private Tensor tensor(Entry entry, long dataStart) {
    Optional<TensorType> type = TensorType.ofId(entry.type());
    long bytes = type.isPresent() ? bytes(entry, type.get()) : 0;
    long room = file.byteSize() - dataStart;
    if (entry.offset() > room || bytes > room - entry.offset()) {
      String end = "%d + %d + %d".formatted(dataStart, entry.offset(), bytes);
      throw ModelFileException.truncated(
          path, "tensor '" + entry.name() + "'", end, file.byteSize());
    }
    MemorySegment data = type.isPresent() ? file.asSlice(dataStart + entry.offset(), bytes) : null;
    return new Tensor(path, entry.name(), entry.type(), entry.shape(), data);
  }

  private long bytes(Entry entry, TensorType type) {
    long row = entry.shape().getFirst();
    if (row % type.blockSize() != 0) {
      throw ModelFileException.damaged(
          path,
          "tensor '%s': dimension 0 must be a multiple of %d for %s, is %d"
              .formatted(entry.name(), type.blockSize(), type, row));
    }
    return type.bytes(
        entry.shape().stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact));
  }
}
