package dev.corvid.inference.catalog;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/// A model that Corvid knows by name.
///
/// @param name what people type, such as `smollm2-135m`
/// @param file the file's name where it comes from
/// @param bytes its exact size
/// @param sha256 its digest, 64 lower-case hexadecimal digits: this alone decides what is accepted
/// @param licence an SPDX identifier
/// @param purpose what the model is for, one phrase
/// @param sources where to get it, in the order in which to try; empty if it is bundled
public record CatalogModel(
    String name,
    String file,
    long bytes,
    String sha256,
    String licence,
    String purpose,
    List<ModelSource> sources) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]*");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  public CatalogModel {
    require(NAME, name, "name");
    Objects.requireNonNull(file, "file");
    if (bytes <= 0) {
      throw new IllegalArgumentException("bytes of " + name + " must be > 0, got " + bytes);
    }
    require(SHA256, sha256, "sha256");
    Objects.requireNonNull(licence, "licence");
    Objects.requireNonNull(purpose, "purpose");
    sources = List.copyOf(sources);
  }

  /// Whether the model is part of Corvid's own jars, so that there is nothing to pull.
  public boolean bundled() {
    return sources.isEmpty();
  }

  private static void require(Pattern pattern, String value, String name) {
    if (!pattern.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "%s must match %s, got '%s'".formatted(name, pattern, value));
    }
  }
}
