package dev.corvid.shell;

import dev.corvid.command.Argument;
import dev.corvid.command.Command;
import dev.corvid.command.Console;
import dev.corvid.command.Invocation;
import dev.corvid.command.Json;
import dev.corvid.command.Result;
import dev.corvid.command.Workbench;
import dev.corvid.inference.ModelFile;
import dev.corvid.inference.Tokenizer;
import java.util.Arrays;
import java.util.List;

/// `tokenize`: how the model's tokenizer splits a text. No weights are loaded.
final class TokenizeCommand implements Command {
  @Override
  public String name() {
    return "tokenize";
  }

  @Override
  public String summary() {
    return "Show a text's tokens";
  }

  @Override
  public List<Argument> arguments() {
    return List.of(Argument.required("text", "what to split; - reads it from stdin"));
  }

  @Override
  public Result run(Invocation invocation, Console console) {
    String text = Texts.argument(invocation, "text");
    try (ModelFile file = ModelFile.open(new Workbench(invocation, console).modelFile())) {
      Tokenizer tokenizer = Tokenizer.of(file);
      List<Integer> ids = Arrays.stream(tokenizer.encode(text)).boxed().toList();
      List<String> pieces = ids.stream().map(tokenizer::piece).toList();
      return new Result(Json.object("ids", ids, "pieces", pieces), table(ids, pieces));
    }
  }

  private static String table(List<Integer> ids, List<String> pieces) {
    StringBuilder table = new StringBuilder();
    for (int i = 0; i < ids.size(); i++) {
      String piece = pieces.get(i).replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t");
      table.append("%7d  %s%n".formatted(ids.get(i), Texts.safe(piece)));
    }
    return table.toString();
  }
}
