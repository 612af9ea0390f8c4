package dev.corvid.eval;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads files of one JSON object per line.
final class JsonLines {
  static final JsonMapper JSON = JsonMapper.shared();

  private JsonLines() {}

  /// @throws EvaluationException if the file is not there, or naming the first line that is not a
  /// JSON object
  static List<JsonNode> read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw EvaluationException.badInput(
          "%s is not a file".formatted(file),
          "Name a folder in BEIR's layout or a JSON lines file.");
    }
    List<JsonNode> objects = new ArrayList<>();
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (!line.isBlank()) {
          objects.add(parse(file, number, line));
        }
      }
    } catch (CharacterCodingException e) {
      throw EvaluationException.badInput("%s is not UTF-8".formatted(file), "Convert it to UTF-8.");
    }
    return objects;
  }

  private static JsonNode parse(Path file, int number, String line) {
    try {
      JsonNode node = JSON.readTree(line);
      if (node.isObject()) {
        return node;
      }
    } catch (JacksonException e) {
      // Reported below with the line's number, which the parser does not know.
    }
    throw EvaluationException.badInput(
        "%s:%d: not a JSON object".formatted(file, number), "Write one JSON object per line.");
  }

  /// @throws EvaluationException if the field is missing or no text
  static String text(Path file, JsonNode object, String field) {
    JsonNode value = object.path(field);
    if (!value.isString()) {
      throw EvaluationException.badInput(
          "%s: an object without the text field '%s'".formatted(file, field),
          "Each line needs '%s'.".formatted(field));
    }
    return value.stringValue();
  }

  /// The texts of an array field; empty if it is missing.
  static List<String> texts(JsonNode object, String field) {
    List<String> texts = new ArrayList<>();
    for (JsonNode value : object.path(field)) {
      if (value.isString()) {
        texts.add(value.stringValue());
      }
    }
    return texts;
  }
}
