package dev.corvid.inference;

import dev.corvid.inference.internal.forward.ModelShape;
import java.util.List;

/// Reads and checks the metadata that defines a model's shape.
final class ShapeReader {
  private static final int MAX_LAYERS = 1 << 12;
  private static final int MAX_WIDTH = 1 << 20;
  private static final int MAX_VOCABULARY = 1 << 24;

  private final ModelFile file;
  private final Metadata metadata;
  private final Architecture architecture;
  private final ModelShape shape;

  ShapeReader(ModelFile file) {
    this.file = file;
    this.metadata = file.metadata();
    this.architecture = readArchitecture();
    this.shape = readShape();
  }

  Architecture architecture() {
    return architecture;
  }

  ModelShape shape() {
    return shape;
  }

  /// Values of a head that are turned.
  int rotarySize() {
    int size = integer("rope.dimension_count", shape.headSize(), 2, shape.headSize());
    require(size % 2 == 0, "rope.dimension_count", "even", size);
    return size;
  }

  double rotaryBase() {
    double base = metadata.number(key("rope.freq_base"), 10_000);
    require(base > 0, "rope.freq_base", "> 0", base);
    return base;
  }

  /// What positions are divided by.
  double positionScale() {
    String type = metadata.string(key("rope.scaling.type"), "none");
    if (type.equals("none")) {
      return 1;
    }
    if (!type.equals("linear")) {
      throw unsupported("'%s' is '%s'; supported are none, linear", "rope.scaling.type", type);
    }
    double factor = metadata.number(key("rope.scaling.factor"));
    require(factor > 0, "rope.scaling.factor", "> 0", factor);
    return factor;
  }

  private Architecture readArchitecture() {
    String id = metadata.string("general.architecture");
    return Architecture.of(id)
        .orElseThrow(
            () ->
                new ModelFileException(
                    file.path(),
                    "the architecture is '%s'; supported are %s"
                        .formatted(id, Architecture.supported()),
                    "Name a model of a supported architecture."));
  }

  private ModelShape readShape() {
    int width = integer("embedding_length", 1, MAX_WIDTH);
    int heads = integer("attention.head_count", 1, width);
    int kvHeads = integer("attention.head_count_kv", heads, 1, heads);
    require(
        heads % kvHeads == 0, "attention.head_count", "a multiple of %d".formatted(kvHeads), heads);
    int headSize = headSize(width, heads);
    int experts = integer("expert_count", 0, 0, Integer.MAX_VALUE);
    if (experts > 0) {
      throw unsupported(
          "'%s' is %s; mixtures of experts are not supported", "expert_count", experts);
    }
    return new ModelShape(
        integer("block_count", 1, MAX_LAYERS),
        width,
        integer("feed_forward_length", 1, MAX_WIDTH),
        heads,
        kvHeads,
        headSize,
        vocabulary(width),
        integer("context_length", 1, Integer.MAX_VALUE),
        normEpsilon());
  }

  private int headSize(int width, int heads) {
    if (!metadata.has(key("attention.key_length"))) {
      require(
          width % heads == 0, "embedding_length", "a multiple of %d heads".formatted(heads), width);
    }
    int size = integer("attention.key_length", width / heads, 2, MAX_WIDTH / heads);
    int valueSize = integer("attention.value_length", size, 1, MAX_WIDTH);
    require(valueSize == size, "attention.value_length", "the key's, " + size, valueSize);
    require(size % 2 == 0, "attention.key_length", "even", size);
    return size;
  }

  private int vocabulary(int width) {
    List<Long> dimensions = file.tensor("token_embd.weight").shape();
    long rows = dimensions.size() == 2 && dimensions.getFirst() == width ? dimensions.get(1) : 0;
    if (rows < 1 || rows > MAX_VOCABULARY) {
      throw ModelFileException.damaged(
          file.path(),
          "tensor 'token_embd.weight' must have the shape [%d, 1..%d], has %s"
              .formatted(width, MAX_VOCABULARY, dimensions));
    }
    return (int) rows;
  }

  private float normEpsilon() {
    double epsilon = metadata.number(key("attention.layer_norm_rms_epsilon"));
    require(epsilon >= 0 && epsilon < 1, "attention.layer_norm_rms_epsilon", "in [0, 1)", epsilon);
    return (float) epsilon;
  }

  private int integer(String name, int minimum, int maximum) {
    return checked(name, metadata.integer(key(name)), minimum, maximum);
  }

  private int integer(String name, int fallback, int minimum, int maximum) {
    return checked(name, metadata.integer(key(name), fallback), minimum, maximum);
  }

  private int checked(String name, int value, int minimum, int maximum) {
    require(
        value >= minimum && value <= maximum, name, "in %d..%d".formatted(minimum, maximum), value);
    return value;
  }

  private void require(boolean valid, String name, String rule, Object value) {
    if (!valid) {
      throw ModelFileException.damaged(
          file.path(), "metadata key '%s' must be %s, is %s".formatted(key(name), rule, value));
    }
  }

  private ModelFileException unsupported(String problem, String name, Object value) {
    return new ModelFileException(
        file.path(),
        problem.formatted(key(name), value),
        "Name a model of the plain architecture: " + Architecture.supported() + ".");
  }

  private String key(String name) {
    return architecture.id() + "." + name;
  }
}
