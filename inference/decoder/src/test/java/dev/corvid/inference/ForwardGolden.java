package dev.corvid.inference;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What llama.cpp computes for fixed tokens; written by `src/test/golden/forward.py`.
record ForwardGolden(
    int[] prompt,
    int[] top,
    double[] topLogits,
    int[] greedy,
    double[] margins,
    int[] continuation,
    double[] logProbabilities) {

  static ForwardGolden of(String model) {
    String json = text("forward-" + model + ".json");
    return new ForwardGolden(
        integers(json, "prompt"),
        integers(json, "top"),
        numbers(json, "topLogits"),
        integers(json, "greedy"),
        numbers(json, "margins"),
        integers(json, "continuation"),
        numbers(json, "logProbabilities"));
  }

  private static String text(String resource) {
    try (InputStream in = ForwardGolden.class.getResourceAsStream(resource)) {
      return new String(
          Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int[] integers(String json, String key) {
    return Arrays.stream(numbers(json, key)).mapToInt(value -> (int) value).toArray();
  }

  private static double[] numbers(String json, String key) {
    Matcher matcher = Pattern.compile("\"" + key + "\": \\[([^]]*)]").matcher(json);
    if (!matcher.find()) {
      throw new IllegalStateException("no array " + key);
    }
    return Arrays.stream(matcher.group(1).split(", ")).mapToDouble(Double::parseDouble).toArray();
  }
}
