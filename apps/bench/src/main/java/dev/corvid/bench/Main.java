package dev.corvid.bench;

import dev.corvid.command.Program;
import java.util.List;

/// The program `./corvid bench`.
public final class Main {
  private Main() {}

  public static void main(String[] line) {
    new Program("Corvid's benchmarks.", List.of(new InferenceCommand(), new JmhCommand()))
        .main(line);
  }
}
