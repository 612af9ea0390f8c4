package dev.corvid.inference.onnx;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// Tells both native libraries where their files are, before they load. They would else unpack
/// themselves: ONNX Runtime at each start into the temporary folder, the tokenizer into the home.
/// What the user has set stays.
final class Natives {
  private Natives() {}

  static void prepare(Path folder) throws IOException {
    if (System.getenv("ENGINE_CACHE_DIR") == null && System.getenv("DJL_CACHE_DIR") == null) {
      setDefault("ENGINE_CACHE_DIR", folder.toString());
    }
    for (String library : List.of("onnxruntime", "onnxruntime4j_jni")) {
      String resource =
          "/ai/onnxruntime/native/%s/%s".formatted(platform(), System.mapLibraryName(library));
      // Where it has no library for this platform, ONNX Runtime says so itself.
      if (Natives.class.getResource(resource) != null) {
        String file = UnpackedResource.of(resource, folder).toString();
        setDefault("onnxruntime.native." + library + ".path", file);
      }
    }
  }

  /// The platform as ONNX Runtime names its folders.
  private static String platform() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String os = system.startsWith("mac") ? "osx" : system.startsWith("win") ? "win" : "linux";
    String arch = System.getProperty("os.arch");
    return os + (arch.equals("amd64") || arch.equals("x86_64") ? "-x64" : "-" + arch);
  }

  private static void setDefault(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
